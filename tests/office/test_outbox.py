"""A message is written once, sent once, and never said to be sent when nobody knows."""

import pytest
from conftest_office import KESIMAN, SUMERTA
from django.db import connection
from smtp_of_test import mail_server

from tedung.office.audit.models import StateChange
from tedung.office.base.refusals import NotAllowed, Refusal
from tedung.office.jobs import worker
from tedung.office.jobs.models import Job
from tedung.office.outbox import mail
from tedung.office.outbox.models import Channel, Message, State
from tedung.office.outbox.services import cancel, not_sent, sent_by_hand, wait_again, write


def wrote(
    channel="email", to="perbekel@kesiman.example", text="Usulan Anda diterima.", key="usulan:7", **more
):
    return write(channel, to, text, **{"key": key, "subject": "Usulan", "region": KESIMAN, **more})


def fresh(message):
    message.refresh_from_db()
    return message.state


@pytest.mark.usefixtures("as_system")
def test_the_same_key_is_the_same_message():
    first = wrote()
    again = wrote(text="Lain sama sekali.", to="lain@desa.example")
    assert (again.pk, again.text, Message.everything.count()) == (first.pk, "Usulan Anda diterima.", 1)


@pytest.mark.usefixtures("as_system")
def test_where_it_goes_and_what_it_says_lie_encrypted():
    wrote()
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", text FROM outbox_message')
        assert all(value.startswith("v1:") for value in cursor.fetchone())
        cursor.execute("SELECT after FROM audit_entry WHERE \"table\" = 'outbox_message'")
        assert "perbekel@" not in str(cursor.fetchall())


@pytest.mark.usefixtures("as_system")
@pytest.mark.parametrize(
    ("channel", "to", "kept"),
    [
        ("sms", "0812 3456-7890", "+6281234567890"),
        ("whatsapp", "+62 812 3456 7890", "+6281234567890"),
        ("email", " a@b.example ", "a@b.example"),
        ("paper", "Banjar Kedaton 4", "Banjar Kedaton 4"),
    ],
)
def test_an_address_is_kept_in_its_form(channel, to, kept):
    assert wrote(channel, to).to == kept


@pytest.mark.usefixtures("as_system")
@pytest.mark.parametrize(
    ("channel", "to", "text", "code"),
    [
        ("sms", "12", "x", "address"),
        ("whatsapp", "", "x", "address"),
        ("email", "a@b", "x", "address"),
        ("email", "a@b.example\nBcc: c@d.example", "x", "address"),
        ("email", "a@b.example, c@d.example", "x", "address"),
        ("paper", "a\0b", "x", "address"),
        ("paper", "  ", "x", "address"),
        ("sms", "081234567890", "  ", "empty"),
        ("sms", "081234567890", "a\0b", "empty"),
        ("sms", "081234567890", "x" * 460, "too_long"),
        ("email", "a@b.example", "NIK 5171012345678901", "nik"),
    ],
)
def test_what_cannot_be_sent_is_refused(channel, to, text, code):
    with pytest.raises(Refusal) as told:
        wrote(channel, to, text)
    assert told.value.code == code
    assert not Message.everything.exists()


@pytest.mark.usefixtures("as_system")
def test_a_channel_that_is_none_is_a_fault():
    with pytest.raises(ValueError, match="merpati"):
        wrote("merpati")


@pytest.mark.usefixtures("as_system")
def test_without_a_server_nothing_is_sent_and_nothing_pretends():
    message = wrote()
    assert not Job.everything.exists()
    assert mail.send_waiting() == {"sent": 0, "later": 0, "refused": 0, "unknown": 0}
    assert fresh(message) == State.WAITING


@pytest.mark.usefixtures("as_system")
def test_mail_goes_out_once_by_the_server(settings):
    with mail_server() as (address, kept):
        settings.SMTP = address
        message = wrote(text="Usulan Anda diterima. Terima kasih – Désa.")
        assert worker.run_waiting() == 1
        mail.send_waiting()
    assert fresh(message) == State.SENT
    assert len(kept) == 1
    assert "To: perbekel@kesiman.example" in kept[0]
    assert "Message-ID: <" in kept[0]
    assert message.sent_by == ""
    assert list(StateChange.objects.filter(kind="outbox.message").values_list("after", flat=True)) == [
        "waiting",
        "sending",
        "sent",
    ]


@pytest.mark.usefixtures("as_system")
@pytest.mark.parametrize(
    ("answers", "state", "count"),
    [
        ({"recipient": "450 later"}, State.WAITING, 0),
        ({"recipient": "550 nobody"}, State.FAILED, 0),
        ({"accepted": "451 later"}, State.WAITING, 1),
        ({"accepted": "554 no"}, State.FAILED, 1),
        ({"accepted": ""}, State.SENDING, 1),  # it fell silent: perhaps it was sent
        ({"farewell": "500 what"}, State.SENT, 1),
        ({"farewell": ""}, State.SENT, 1),
    ],
    ids=str,
)
def test_what_the_server_says_decides(settings, answers, state, count):
    with mail_server(**answers) as (address, kept):
        settings.SMTP = address
        message = wrote()
        mail.send_waiting()
        assert (fresh(message), len(kept)) == (state, count)
        if state != State.WAITING:
            mail.send_waiting()
            assert len(kept) == count


@pytest.mark.usefixtures("as_system")
def test_a_server_that_is_not_there_is_asked_five_times(settings):
    settings.SMTP = "smtp://127.0.0.1:9"
    message = wrote()
    ends = []
    for _ in range(5):
        mail.send_waiting()
        ends.append(fresh(message))
    assert ends == [State.WAITING] * 4 + [State.FAILED]
    wait_again(message)
    assert message.attempts == 0


def test_somebody_sends_by_hand_and_says_so(make_user, as_user, as_system):
    clerk = make_user("operator_desa", "region", KESIMAN)
    message = wrote("whatsapp", "081234567890")
    with as_user(clerk):
        sent_by_hand(message)
        with pytest.raises(Refusal):
            sent_by_hand(message)
        with pytest.raises(Refusal):
            cancel(message)
    assert (fresh(message), message.sent_by) == (State.SENT, clerk.username)


@pytest.mark.usefixtures("as_system")
def test_what_could_not_be_sent_says_why():
    message = wrote("sms", "081234567890")
    with pytest.raises(Refusal):
        not_sent(message, "  ")
    not_sent(message, "nomor tidak aktif")
    cancel(message)
    assert fresh(message) == State.CANCELLED


def test_messages_are_sent_within_scope_alone(make_user, as_user, as_system):
    message = wrote("sms", "081234567890", region=SUMERTA)
    with as_user(make_user("operator_desa", "region", KESIMAN)):
        assert not Message.objects.exists()
        with pytest.raises(NotAllowed):
            sent_by_hand(message)
    with as_user(make_user("inspektorat")):
        assert Message.objects.count() == 1
        with pytest.raises(NotAllowed):
            sent_by_hand(message)


def test_every_channel_has_its_length():
    from tedung.office.outbox.services import LONGEST

    assert set(LONGEST) == set(Channel)
