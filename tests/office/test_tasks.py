"""Tasks wait for whoever holds the role in the scope; once open, once closed; never a name in them."""

from datetime import date

import pytest
from conftest_office import CITY, KESIMAN, SUMERTA
from django.db import IntegrityError, transaction

from tedung.office.access.actor import NOBODY, acting, current
from tedung.office.access.models import Grant
from tedung.office.audit.models import Entry, StateChange
from tedung.office.base import clock
from tedung.office.base.refusals import NotAllowed
from tedung.office.tasks import queries
from tedung.office.tasks.kinds import KINDS, Kind
from tedung.office.tasks.models import State, Task
from tedung.office.tasks.services import cancel_tasks, close_tasks, open_task

ABOUT = ("x", 1)


@pytest.fixture(autouse=True)
def _kind(monkeypatch):
    monkeypatch.setitem(KINDS, "test.mend", Kind("%(lines)s baris perlu diperbaiki.", "Perbaiki"))
    monkeypatch.setitem(KINDS, "test.other", Kind("Ada yang lain.", "Buka"))


def opened(kind="test.mend", role="operator_desa", about=ABOUT, **more):
    params = {"lines": 3} if kind == "test.mend" else {}
    return open_task(
        kind, role, about=about, path="/usulan/1/", **{"region": KESIMAN, "params": params, **more}
    )


def waits_for(user, as_user):
    with as_user(user):
        return list(queries.waiting())


@pytest.mark.usefixtures("as_system")
def test_a_task_waits_for_its_role_in_its_scope(make_user, as_user):
    task = opened()
    assert waits_for(make_user("operator_desa", "region", KESIMAN), as_user) == [task]
    assert waits_for(make_user("operator_desa", "region", SUMERTA), as_user) == []
    assert waits_for(make_user("operator_adat", "region", KESIMAN), as_user) == []
    assert waits_for(make_user("verifikator"), as_user) == []


@pytest.mark.usefixtures("as_system")
def test_a_role_held_elsewhere_does_not_borrow_the_scope_of_another_grant(make_user, as_user):
    """Operator of Sumerta who may look at Kesiman by another role does not get Kesiman's tasks."""
    opened()
    user = make_user("operator_desa", "region", SUMERTA)
    Grant.objects.create(
        user=user, role="inspektorat", scope_kind="region", scope_code=CITY, since=date(2026, 1, 1)
    )
    assert waits_for(user, as_user) == []


@pytest.mark.usefixtures("as_system")
def test_a_grant_that_ended_shows_nothing(make_user, as_user):
    opened()
    user = make_user("operator_desa", "region", KESIMAN)
    Grant.objects.filter(user=user).update(until=date(2026, 11, 30))
    assert waits_for(user, as_user) == []


@pytest.mark.usefixtures("as_system")
@pytest.mark.parametrize(
    ("kind", "code", "column"),
    [
        ("opd", "dinas_kebudayaan", "opd_code"),
        ("organisation", "subak:x", "organisation_code"),
        ("group", "pemangku", "group_code"),
    ],
)
def test_each_kind_of_scope_is_asked(make_user, as_user, kind, code, column):
    task = opened(role="operator_opd", region="", **{column: code})
    assert waits_for(make_user("operator_opd", kind, code), as_user) == [task]
    assert waits_for(make_user("operator_opd", kind, f"{code}x"), as_user) == []


@pytest.mark.usefixtures("as_system")
def test_a_task_for_one_user_is_seen_by_nobody_else(make_user, as_user):
    asked, other = make_user("verifikator"), make_user("verifikator", username="lain")
    task = opened("test.other", role="", user_id=asked.pk, region="")
    assert waits_for(asked, as_user) == [task]
    assert waits_for(other, as_user) == []


@pytest.mark.usefixtures("as_system")
def test_nobody_has_nothing_to_do(db):
    opened()
    with acting(NOBODY):
        assert list(queries.waiting()) == []
        with pytest.raises(NotAllowed):
            opened()


@pytest.mark.usefixtures("as_system")
def test_overdue_comes_first_and_without_a_day_last(make_user, as_user):
    user = make_user("operator_desa", "region", KESIMAN)
    days = [None, date(2026, 12, 9), date(2026, 11, 30), date(2026, 12, 1)]
    tasks = [opened(about=("x", number), due=due) for number, due in enumerate(days)]
    assert waits_for(user, as_user) == [tasks[2], tasks[3], tasks[1], tasks[0]]
    assert [queries.is_overdue(task) for task in tasks] == [False, False, True, False]


@pytest.mark.usefixtures("as_system")
def test_opened_again_it_is_renewed_not_doubled(db):
    first = opened()
    again = opened(params={"lines": 1}, due=date(2026, 12, 3))
    assert (first.pk, Task.everything.count()) == (again.pk, 1)
    assert queries.sentence(again) == "1 baris perlu diperbaiki."
    assert again.opened_at == first.opened_at


@pytest.mark.usefixtures("as_system")
def test_the_database_itself_holds_one_open_task(db):
    task = opened()
    task.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        task.save(force_insert=True)


@pytest.mark.usefixtures("as_system")
def test_closed_once_and_opened_anew(make_user, as_user):
    user = make_user("operator_desa", "region", KESIMAN)
    first = opened()
    opened("test.other")
    with as_user(user):
        assert close_tasks(*ABOUT, "test.mend") == 1
        assert close_tasks(*ABOUT, "test.mend") == 0
    first.refresh_from_db()
    assert (first.state, first.closed_by, first.closed_at) == (State.DONE, user.pk, clock.now())
    assert opened().pk != first.pk
    assert close_tasks(*ABOUT) == 2
    assert StateChange.objects.filter(kind="tasks.task", after="done").count() == 3
    assert Entry.objects.filter(table="tasks_task", row_id=first.pk).count() == 2


@pytest.mark.usefixtures("as_system")
def test_what_is_no_longer_needed_is_cancelled(db):
    task = opened()
    assert cancel_tasks(*ABOUT) == 1
    task.refresh_from_db()
    assert task.state == State.CANCELLED


@pytest.mark.usefixtures("as_system")
@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"params": {"lines": "I Wayan"}}, TypeError),
        ({"params": {"lines": True}}, TypeError),
        ({"params": {}}, KeyError),
        ({"kind": "test.unknown"}, KeyError),
        ({"role": "raja"}, KeyError),
        ({"path": "https://jahat.example/"}, ValueError),
        ({"path": "//jahat.example/"}, ValueError),
    ],
)
def test_a_task_that_nobody_should_read_is_a_fault(db, more, fault):
    given = {"kind": "test.mend", "role": "operator_desa", "path": "/x/", "params": {"lines": 1}, **more}
    with pytest.raises(fault):
        open_task(about=ABOUT, region=KESIMAN, **given)
    assert not Task.everything.exists()


@pytest.mark.usefixtures("as_system")
def test_a_task_for_nobody_is_refused_by_the_database(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        opened(role="")


@pytest.mark.usefixtures("as_system")
def test_the_list_of_tasks_is_one_query(make_user, django_assert_max_num_queries):
    for number in range(60):
        opened(about=("x", number))
    with django_assert_max_num_queries(1):
        assert len(queries.first_waiting(current())) == 0
    from tedung.office.access.actor import actor_of

    actor = actor_of(make_user("operator_desa", "region", KESIMAN).pk, clock.today())
    with django_assert_max_num_queries(1):
        assert len(queries.first_waiting(actor)) == 50


def test_every_kind_speaks(db):
    for kind, told in KINDS.items():
        assert str(told.sentence), kind
        assert str(told.action), kind
