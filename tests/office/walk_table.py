"""Every address of the office: by what it opens, with which row, by which method.

A part adds its addresses here; `test_walk.py` opens each as everybody and fails on one that is missing.
`row` is the model, and `keys` the argument of the address with the attribute it is read from: a row is made in Kesiman, proposed there, looked after by the social office.  A model that cannot be made of its
fields alone has a maker in MAKERS.
"""

from typing import NamedTuple

import iuran_of_test
import mandiri_of_test
import rows_of_kajian
import rows_of_rooms
import rows_of_wadah
from conftest_office import KESIMAN, person

from tedung.office.base import clock

ANYONE, SIGNED_IN, CLOSED, NOBODY = "anyone", "signed in", "closed", "nobody"


class Opens(NamedTuple):
    """How an address opens: by a permission, or to anyone, to whoever signed in, to nobody."""

    by: str
    row: str = ""
    keys: tuple[str, str] = ("key", "pk")  # an argument of the address, and the attribute it is read from
    absent: str = (
        ""  # not found even over the whole city (another's own row) but by this permission's holders
    )
    given: tuple[tuple[str, str], ...] = ()  # further arguments


ACCOUNT = {
    "sign_in": Opens(ANYONE),
    "account_login": Opens(ANYONE),
    "account_logout": Opens(SIGNED_IN),
    "account_inactive": Opens(ANYONE),
    "account_reauthenticate": Opens(SIGNED_IN),
    "account_change_password": Opens(SIGNED_IN),
    "mfa_index": Opens(SIGNED_IN),
    "mfa_authenticate": Opens(ANYONE),  # leads back to the sign-in where nobody has begun one
    "mfa_reauthenticate": Opens(SIGNED_IN),
    "mfa_activate_totp": Opens(SIGNED_IN),
    "mfa_deactivate_totp": Opens(SIGNED_IN),
    "mfa_view_recovery_codes": Opens(SIGNED_IN),
    "mfa_generate_recovery_codes": Opens(SIGNED_IN),
    "mfa_download_recovery_codes": Opens(SIGNED_IN),
    "account_signup": Opens(CLOSED),
    "account_email": Opens(CLOSED),
    "account_email_verification_sent": Opens(CLOSED),
    "account_set_password": Opens(CLOSED),
    "account_reset_password": Opens(CLOSED),
    "account_reset_password_done": Opens(CLOSED),
    "account_reset_password_from_key": Opens(CLOSED, given=(("uidb36", "1"), ("key", "x"))),
    "account_reset_password_from_key_done": Opens(CLOSED),
    "account_confirm_login_code": Opens(CLOSED),
    "account_confirm_email": Opens(CLOSED, given=(("key", "x"),)),
    "closed": Opens(CLOSED),
    "set_language": Opens(ANYONE),
}

PUBLIC = ("public_id", "public_id")
MEMBER = ("key", "member_id")
OF_THE_OFFICE = ("access.", "api.", "audit.", "organisations.", "reference.")  # rows in nobody's scope
PARTS = {
    "health": Opens(ANYONE),
    "health_detail": Opens("health.view"),
    "health_numbers": Opens(CLOSED),  # but to a token of the environment
    "usulan": Opens("usulan.view"),
    "usulan_new": Opens("usulan.prepare"),
    "usulan_detail": Opens("usulan.view", "usulan.Usulan"),
    "usulan_upload": Opens("usulan.prepare", "usulan.Usulan"),
    "usulan_check": Opens("usulan.view", "usulan.Usulan"),
    "usulan_people": Opens("usulan.view", "usulan.Usulan"),
    "usulan_lines": Opens("usulan.view", "usulan.Usulan"),
    "usulan_follow": Opens("usulan.prepare", "usulan.Usulan"),
    "usulan_again": Opens("usulan.prepare", "usulan.Berkas"),
    "usulan_discard": Opens("usulan.prepare", "usulan.Berkas"),
    "usulan_take_back": Opens("usulan.prepare", "usulan.Berkas"),
    "usulan_carry": Opens("usulan.prepare", "usulan.Usulan"),
    "usulan_carried": Opens("usulan.view", "usulan.Berkas"),
    "usulan_carried_confirm": Opens("usulan.prepare", "usulan.Berkas"),
    "usulan_line_out": Opens("usulan.prepare", "usulan.Line"),
    "usulan_line_keep": Opens("usulan.prepare", "usulan.Line"),
    "usulan_offices": Opens("people.evidence", "usulan.Usulan"),
    "usulan_paper": Opens("usulan.prepare", "usulan.Usulan", given=(("kind", "pengantar"),)),
    "usulan_send": Opens("usulan.send", "usulan.Usulan"),
    "usulan_withdraw": Opens("usulan.withdraw", "usulan.Usulan"),
    "usulan_begin_check": Opens("usulan.verify", "usulan.Usulan"),
    "usulan_give_back": Opens("usulan.verify", "usulan.Usulan"),
    "usulan_accept": Opens("usulan.verify", "usulan.Usulan"),
    "usulan_file": Opens("usulan.view", "usulan.Berkas"),
    "usulan_columns": Opens("usulan.prepare", "usulan.Berkas"),
    "usulan_take": Opens("usulan.prepare", "usulan.Berkas"),
    "usulan_changes": Opens("usulan.view", "usulan.Berkas"),
    "usulan_line": Opens("usulan.prepare", "usulan.Line"),
    "review": Opens("review.view"),
    "review_pair": Opens("review.view", "review.Pair"),
    "review_trust": Opens("settings.change"),
    "review_ask": Opens("people.merge"),
    "review_decide": Opens("review.decide", "review.Pair"),
    "people": Opens("people.view"),
    "person": Opens("people.view", "people.Person", PUBLIC),
    "person_change": Opens("people.change", "people.Person", PUBLIC),
    "person_evidence": Opens("people.evidence", "people.Person", PUBLIC),
    "person_family": Opens("people.view", "people.Person", PUBLIC),
    "person_relate": Opens("people.change", "people.Person", PUBLIC),
    "person_end_relation": Opens(
        "people.change", "people.Person", PUBLIC, given=(("key", "999"),), absent=NOBODY
    ),
    "person_nik": Opens("people.nik", "people.Person", PUBLIC),
    "tasks": Opens("tasks.view"),
    "jobs": Opens("jobs.view"),
    "job": Opens("jobs.view", "jobs.Job", absent="jobs.all"),
    "job_again": Opens("jobs.ask", "jobs.Job", absent="jobs.all"),
    "document": Opens("documents.view", "documents.Document", PUBLIC),
    "letters": Opens("letters.view"),
    "letter_detail": Opens("letters.view", "letters.Letter"),
    "letter_preview": Opens("letters.view", "letters.Letter"),
    "letter_issue": Opens("letters.issue", "letters.Letter"),
    "letter_sign": Opens("letters.issue", "letters.Letter"),
    "letter_replace": Opens("letters.prepare", "letters.Letter"),
    "letter_check": Opens(CLOSED, given=(("token", "none"),)),  # anybody's, but no letter has this token
    "outbox": Opens("outbox.view"),
    "message": Opens("outbox.view", "outbox.Message"),
    "message_fail": Opens("outbox.send", "outbox.Message"),
    "message_terkirim": Opens("outbox.send", "outbox.Message"),
    "message_tunggu": Opens("outbox.send", "outbox.Message"),
    "message_batal": Opens("outbox.send", "outbox.Message"),
    "home": Opens("tasks.view"),
    "examination": Opens("audit.view"),
    "padan": Opens("padan.view"),
    "padan_month": Opens("padan.ask"),
    "padan_ask": Opens("padan.ask"),
    "padan_detail": Opens("padan.view", "padan.Request"),
    "padan_sent": Opens("padan.ask", "padan.Request"),
    "padan_answer": Opens("padan.ask", "padan.Request"),
    "padan_cancel": Opens("padan.ask", "padan.Request"),
    "padan_waive": Opens("padan.waive", "people.Person", PUBLIC),
    "penetapan": Opens("penetapan.view"),
    "selection_new": Opens("penetapan.prepare"),
    "selection": Opens("penetapan.view", "penetapan.Selection"),
    "selection_compute": Opens("penetapan.prepare", "penetapan.Selection"),
    "selection_announce": Opens("penetapan.prepare", "penetapan.Selection"),
    "decree_draft": Opens("penetapan.prepare", "penetapan.Selection"),
    "candidate_clear": Opens("penetapan.clear", "penetapan.Candidate"),
    "decree": Opens("penetapan.view", "penetapan.Decree"),
    "decree_annex": Opens("penetapan.print", "penetapan.Decree"),
    "decree_submit": Opens("penetapan.prepare", "penetapan.Decree"),
    "decree_cancel": Opens("penetapan.prepare", "penetapan.Decree"),
    "decree_row_out": Opens("penetapan.prepare", "penetapan.Decree", given=(("row", "999"),), absent=NOBODY),
    "decree_give_back": Opens("penetapan.issue", "penetapan.Decree"),
    "decree_note": Opens("penetapan.issue", "penetapan.Decree"),
    "decree_scan": Opens("penetapan.issue", "penetapan.Decree"),
    "decree_issue": Opens("penetapan.issue", "penetapan.Decree"),
    "decree_amend": Opens("penetapan.prepare", "penetapan.Decree"),
    "decree_leave": Opens("penetapan.prepare", "penetapan.Decree", given=(("cover", "999"),), absent=NOBODY),
    "decree_clause": Opens("penetapan.prepare", "penetapan.Decree"),
    "decree_clause_replace": Opens(
        "penetapan.clause", "penetapan.Decree", given=(("cover", "999"),), absent=NOBODY
    ),
    "village_decree_new": Opens("penetapan.village_prepare", "usulan.Usulan"),
    "village_decree_submit": Opens("penetapan.village_prepare", "penetapan.Decree"),
    "village_decree_cancel": Opens("penetapan.village_prepare", "penetapan.Decree"),
    "village_decree_row_out": Opens(
        "penetapan.village_prepare", "penetapan.Decree", given=(("row", "999"),), absent=NOBODY
    ),
    "village_decree_annex": Opens("penetapan.village_prepare", "penetapan.Decree"),
    "village_decree_note": Opens("penetapan.village_confirm", "penetapan.Decree"),
    "village_decree_amend": Opens("penetapan.village_prepare", "penetapan.Decree"),
    "village_decree_leave": Opens(
        "penetapan.village_prepare", "penetapan.Decree", given=(("cover", "999"),), absent=NOBODY
    ),
    "village_decree_bring_in": Opens("penetapan.village_prepare", "penetapan.Decree"),
    "village_decree_confirm": Opens("penetapan.village_confirm", "penetapan.Decree"),
    "decree_move_up": Opens("penetapan.prepare", "penetapan.Decree"),
    "anggaran": Opens("anggaran.view"),
    "pos_new": Opens("anggaran.change"),
    "pos": Opens("anggaran.view", "anggaran.Pos"),
    "pos_change": Opens("anggaran.change", "anggaran.Pos"),
    "pos_cash": Opens("anggaran.change", "anggaran.Pos"),
    "iuran": Opens("iuran.view"),
    "rincian_new": Opens("iuran.prepare"),
    "rincian_all": Opens("iuran.prepare"),
    "rincian": Opens("iuran.view", "iuran.Rincian"),
    "rincian_lines": Opens("iuran.view", "iuran.Rincian"),
    "rincian_take_off": Opens("iuran.prepare", "iuran.Rincian"),
    "rincian_pos": Opens("iuran.prepare", "iuran.Rincian"),
    "rincian_send": Opens("iuran.prepare", "iuran.Rincian"),
    "rincian_code": Opens("iuran.code", "iuran.Rincian"),
    "rincian_answer": Opens("iuran.prepare", "iuran.Rincian"),
    "rincian_spp": Opens("iuran.prepare", "iuran.Rincian"),
    "rincian_spm": Opens("iuran.pay", "iuran.Rincian"),
    "rincian_sp2d": Opens("iuran.pay", "iuran.Rincian"),
    "rincian_proof": Opens("iuran.pay", "iuran.Rincian"),
    "rincian_collected": Opens("mandiri.pay", "iuran.Rincian"),
    "rincian_confirm": Opens("iuran.confirm", "iuran.Rincian"),
    "rincian_unpay": Opens("iuran.unpay", "iuran.Rincian"),
    "rincian_cancel": Opens("iuran.prepare", "iuran.Rincian"),
    "rincian_papers": Opens("iuran.prepare", "iuran.Rincian"),
    "rincian_letter": Opens("iuran.prepare", "iuran.Rincian"),
    "rincian_set_aside": Opens("iuran.prepare", "iuran.Rincian"),
    "iuran_rest": Opens("iuran.pay", "iuran.Rest"),
    "buku": Opens("buku.view"),
    "buku_journal": Opens("buku.view"),
    "buku_export": Opens("buku.view"),
    "buku_account": Opens("buku.view", given=(("code", "none"),), absent=NOBODY),
    "wadah": Opens("wadah.view"),
    "wadah_new": Opens("wadah.change"),
    "wadah_detail": Opens("wadah.view", "wadah.Wadah"),
    "wadah_change": Opens("wadah.change", "wadah.Wadah"),
    "wadah_agree": Opens("wadah.change", "wadah.Wadah"),
    "wadah_prepare": Opens("wadah.exchange", "wadah.Wadah"),
    "wadah_member": Opens("wadah.view", "wadah.Member"),
    "wadah_accept": Opens("wadah.answer", "wadah.Member"),
    "wadah_reject": Opens("wadah.answer", "wadah.Member"),
    "wadah_again": Opens("wadah.change", "wadah.Member"),
    "wadah_leave": Opens("wadah.change", "wadah.Member"),
    "wadah_file": Opens("wadah.view", "wadah.Exchange"),
    "wadah_sent": Opens("wadah.exchange", "wadah.Exchange"),
    "wadah_answer": Opens("wadah.answer", "wadah.Exchange"),
    "wadah_cancel": Opens("wadah.exchange", "wadah.Exchange"),
    "wadah_formats": Opens("wadah.change"),
    "wadah_format_map": Opens("wadah.change", "wadah.Template"),
    "kepesertaan": Opens("wadah.view"),
    "kepesertaan_again": Opens("wadah.view"),
    "kepesertaan_people": Opens(
        "wadah.view", "wadah.Wadah", given=(("month", "2026-12"), ("what", "people"))
    ),
    "mutasi": Opens("mutasi.view"),
    "mutasi_begin": Opens("mutasi.prepare"),
    "mutasi_detail": Opens("mutasi.view", "mutasi.Mutasi"),
    "mutasi_exit_begin": Opens("mutasi.prepare", "wadah.Member"),
    "mutasi_look": Opens("mutasi.prepare", "mutasi.Mutasi"),
    "mutasi_submit": Opens("mutasi.prepare", "mutasi.Mutasi"),
    "mutasi_cancel": Opens("mutasi.prepare", "mutasi.Mutasi"),
    "mutasi_approve": Opens("mutasi.approve", "mutasi.Mutasi"),
    "mutasi_give_back": Opens("mutasi.approve", "mutasi.Mutasi"),
    "mutasi_letters": Opens("mutasi.prepare", "mutasi.Mutasi"),
    "mutasi_exit": Opens(
        "mutasi.prepare", "mutasi.Mutasi", given=(("public_id", "NOBODY234567"),), absent=NOBODY
    ),
    "mutasi_leave": Opens("mutasi.prepare", "mutasi.Change"),
    "mandiri": Opens("mandiri.view"),
    "mandiri_register": Opens("mandiri.change", "people.Person", PUBLIC),
    "mandiri_detail": Opens("mandiri.view", "mandiri.Standing", MEMBER),
    "mandiri_dues": Opens("mandiri.view", "mandiri.Standing", ("key", "member.wadah_id")),
    "mandiri_dues_file": Opens("mandiri.view", "mandiri.Standing", ("key", "member.wadah_id")),
    "mandiri_roster": Opens("mandiri.change", "usulan.Usulan"),
    "mandiri_declare": Opens("mandiri.change", "mandiri.Standing", MEMBER),
    "mandiri_stop": Opens("mandiri.change", "mandiri.Standing", MEMBER),
    "mandiri_pay": Opens("mandiri.pay", "mandiri.Standing", MEMBER),
    "mandiri_agree": Opens("mandiri.change", "mandiri.Standing", MEMBER),
    "mandiri_withdraw": Opens("mandiri.change", "mandiri.Standing", MEMBER),
    "mandiri_explain": Opens("mandiri.pay", "mandiri.Payment"),
    "mandiri_cancel": Opens("mandiri.pay", "mandiri.Payment"),
    "reconciliations": Opens("rekonsiliasi.view"),
    "reconciliation_new": Opens("rekonsiliasi.prepare"),
    "reconciliation": Opens("rekonsiliasi.view", "rekonsiliasi.Reconciliation"),
    "reconciliation_answer_all": Opens("rekonsiliasi.prepare", "rekonsiliasi.Reconciliation"),
    "reconciliation_minutes": Opens("rekonsiliasi.prepare", "rekonsiliasi.Reconciliation"),
    "reconciliation_agree": Opens("rekonsiliasi.agree", "rekonsiliasi.Reconciliation"),
    "difference_answer": Opens("rekonsiliasi.prepare", "rekonsiliasi.Difference"),
    "reports": Opens("laporan.view"),
    "report_make": Opens("laporan.make", given=(("kind", "wali_kota"),), absent="laporan.city"),
    "report": Opens("laporan.view", "laporan.Report", absent="laporan.city"),
    "report_paper": Opens("laporan.view", "laporan.Report", given=(("form", "pdf"),), absent=NOBODY),
    "kejadian": Opens("kejadian.view"),
    "kejadian_report": Opens("kejadian.report", "people.Person", PUBLIC),
    "kejadian_detail": Opens("kejadian.view", "kejadian.Kejadian"),
    "kejadian_confirm": Opens("kejadian.confirm", "kejadian.Kejadian"),
    "kejadian_deny": Opens("kejadian.confirm", "kejadian.Kejadian"),
    "organisations": Opens("organisations.view"),
    "organisation_new": Opens("organisations.change"),
    "organisation": Opens("organisations.view", "organisations.Organisation"),
    "organisation_change": Opens("organisations.change", "organisations.Organisation"),
    "organisation_close": Opens("organisations.change", "organisations.Organisation"),
    "organisation_open": Opens("organisations.change", "organisations.Organisation"),
    "bank_propose": Opens("organisations.bank", "organisations.Organisation"),
    "bank_change": Opens("organisations.bank_see", "organisations.BankChange"),
    "bank_approve": Opens("organisations.bank_approve", "organisations.BankChange"),
    "bank_refuse": Opens("organisations.bank_approve", "organisations.BankChange"),
    "bank_withdraw": Opens("organisations.bank", "organisations.BankChange"),
    "kajian": Opens("kajian.view"),
    "kajian_new": Opens("kajian.prepare"),
    "kajian_compare": Opens("kajian.view"),
    "kajian_data": Opens("kajian.view"),
    "kajian_look": Opens("kajian.prepare"),
    "kajian_invent": Opens("kajian.prepare"),
    "kajian_upload": Opens("kajian.prepare"),
    "kajian_detail": Opens("kajian.view", "kajian.Scenario"),
    "kajian_change": Opens("kajian.prepare", "kajian.Scenario"),
    "kajian_compute": Opens("kajian.prepare", "kajian.Scenario"),
    "kajian_copy": Opens("kajian.prepare", "kajian.Scenario"),
    "kajian_tables": Opens("kajian.view", "kajian.Scenario"),
    "kajian_share": Opens("kajian.share", "kajian.Scenario"),
    "kajian_end_share": Opens("kajian.share", "kajian.Scenario", given=(("link", "999"),)),
    "kajian_ask_paper": Opens("kajian.prepare", "kajian.Scenario"),
    "kajian_paper": Opens("kajian.view", "kajian.Scenario", given=(("form", "pdf"),), absent=NOBODY),
    "kajian_reform": Opens("kajian.view", "kajian.Scenario"),
    "kajian_shared": Opens("kajian.read"),
    "kajian_shared_one": Opens("kajian.read", "kajian.Share", PUBLIC),
    "kajian_shared_tables": Opens("kajian.read", "kajian.Share", PUBLIC),
    "kajian_shared_paper": Opens(
        "kajian.read", "kajian.Share", PUBLIC, given=(("form", "pdf"),), absent=NOBODY
    ),
    "audit": Opens("audit.view"),
    "audit_export": Opens("audit.view"),
    "audit_nik": Opens("audit.view"),
    "audit_nik_export": Opens("audit.view"),
    "audit_outside": Opens("audit.view"),
    "audit_change": Opens("audit.view", "audit.Context"),
    "audit_row": Opens("audit.view", given=(("table", "people_person"), ("row", "1"))),
    "settings": Opens("settings.view"),
    "setting": Opens("settings.view", given=(("key", "office.name"),)),
    "setting_set": Opens("settings.change", given=(("key", "office.name"),)),
    "setting_withdraw": Opens("settings.change", "reference.Setting", ("row", "pk")),
    "numbering": Opens("settings.view"),
    "numbering_set": Opens("settings.change"),
    "retention": Opens("settings.view"),
    "calendar": Opens("settings.view"),
    "calendar_set": Opens("settings.change"),
    "sizes": Opens("settings.view"),
    "sizes_set": Opens("settings.change"),
    "groups": Opens("settings.view"),
    "group_new": Opens("settings.change"),
    "group": Opens("settings.view", "reference.Group"),
    "group_change": Opens("settings.change", "reference.Group"),
    "group_policy": Opens("settings.change", "reference.Group"),
    "policy_withdraw": Opens("settings.change", "reference.Policy"),
    "formats": Opens("settings.view"),
    "format": Opens("settings.view", "reference.Format"),
    "format_version": Opens("settings.change", "reference.Format"),
    "users": Opens("users.change"),
    "user": Opens("users.change", "access.User"),
    "user_new": Opens("users.change"),
    "user_give": Opens("users.change", "access.User"),
    "user_password": Opens("users.change", "access.User"),
    "user_factor": Opens("users.change", "access.User"),
    "user_tokens": Opens("users.change", "access.User"),
    "token_end": Opens("users.change", "api.Token"),
    "user_close": Opens("users.change", "access.User"),
    "user_open": Opens("users.change", "access.User"),
    "grant_revoke": Opens("users.change", "access.Grant"),
}

TABLE = {**ACCOUNT, **PARTS}

API = {
    # operation: the permission of the grant that a token carries
    "api:people": Opens("people.view"),
    "api:person": Opens("people.view", "people.Person", PUBLIC),
    "api:cover": Opens("people.view", "people.Person", PUBLIC),
    "api:many_usulan": Opens("usulan.view"),
    "api:new_usulan": Opens("usulan.prepare"),  # at the same address as the list
    "api:one_usulan": Opens("usulan.view", "usulan.Usulan"),
    "api:decrees": Opens("penetapan.view"),
    "api:decree": Opens("penetapan.view", "penetapan.Decree"),
    "api:rows": Opens("penetapan.view", "penetapan.Decree"),
    "api:covers": Opens("people.view"),
    "api:many_rincian": Opens("iuran.view"),
    "api:rincian": Opens("iuran.view", "iuran.Rincian"),
    "api:rincian_lines": Opens("iuran.view", "iuran.Rincian"),
    "api:pos": Opens("anggaran.view"),
    "api:new_rincian": Opens("iuran.prepare"),
    "api:send": Opens("iuran.prepare", "iuran.Rincian"),
    "api:rincian_code": Opens("iuran.code", "iuran.Rincian"),
    "api:answer_difference": Opens("iuran.prepare", "iuran.Rincian"),
    "api:spp": Opens("iuran.prepare", "iuran.Rincian"),
    "api:spm": Opens("iuran.pay", "iuran.Rincian"),
    "api:sp2d": Opens("iuran.pay", "iuran.Rincian"),
    "api:proof": Opens("iuran.pay", "iuran.Rincian"),
    "api:confirmation": Opens("iuran.confirm", "iuran.Rincian"),
    "api:cancellation": Opens("iuran.prepare", "iuran.Rincian"),
    "api:wadah": Opens("wadah.view"),
    "api:exchanges": Opens("wadah.view"),
    "api:exchange": Opens("wadah.view", "wadah.Exchange"),
    "api:exchange_lines": Opens("wadah.view", "wadah.Exchange"),
    "api:exchange_answers": Opens("wadah.answer", "wadah.Exchange"),
    "api:many_mutasi": Opens("mutasi.view"),
    "api:mutasi": Opens("mutasi.view", "mutasi.Mutasi"),
    "api:mutasi_changes": Opens("mutasi.view", "mutasi.Mutasi"),
    "api:new_mutasi": Opens("mutasi.prepare"),
    "api:mutasi_exit": Opens("mutasi.prepare", "mutasi.Mutasi"),
    "api:mutasi_submission": Opens("mutasi.prepare", "mutasi.Mutasi"),
    "api:self_payment": Opens("mandiri.pay", "people.Person", PUBLIC),
    "api:collection": Opens("mandiri.pay", "iuran.Rincian"),
    "api:rests": Opens("iuran.view"),
    "api:refund": Opens("iuran.pay", "iuran.Rest"),
    "api:reconciliations": Opens("rekonsiliasi.view"),
    "api:reconciliation": Opens("rekonsiliasi.view", "rekonsiliasi.Reconciliation"),
    "api:reconciliation_differences": Opens("rekonsiliasi.view", "rekonsiliasi.Reconciliation"),
    "api:new_reconciliation": Opens("rekonsiliasi.prepare"),
    "api:openapi-json": Opens(ANYONE),  # the description, which names no row
    "api:api-root": Opens(CLOSED),
}
LISTED = {
    # a list whose rows have no operation of their own: what it lists
    "api:pos": Opens("anggaran.view", "anggaran.Pos"),
    "api:wadah": Opens("wadah.view", "wadah.Wadah"),
    "api:rests": Opens("iuran.view", "iuran.Rest"),
}
DECEMBER = {"first": "2026-12", "last": "2026-12"}
PAPER = {"number": "SP2D/1", "day": "2026-12-01"}
POSTED = {
    # a write: what is sent; a row that is not there is not found, whatever else is told
    "api:new_usulan": {"unit": "desa:kesiman", "year": 2027, "title": "Kesiman 2027"},
    "api:covers": {"on": "2027-01-15", "people": [{"nik": "5171024107800001"}]},
    "api:new_rincian": {"wadah": 999_999, "first_month": "2027-01", "months": 1},
    "api:send": {},
    "api:rincian_code": {
        "number": "270000000001",
        "amount": 16_800,
        "first": "2027-01",
        "last": "2027-12",
        "valid_until": "2027-12-31",
    },
    "api:answer_difference": {"answer": "diterima", "reason": "uji"},
    "api:spp": PAPER,
    "api:spm": PAPER,
    "api:sp2d": PAPER,
    "api:proof": {"day": "2026-12-01"},
    "api:confirmation": {"day": "2026-12-01"},
    "api:cancellation": {"reason": "uji"},
    "api:exchange_answers": {**PAPER, "lines": [{"ordinal": 1, "result": "ditolak", "reason": "NIK"}]},
    "api:new_mutasi": {"wadah": 999_999, "month": "2026-12"},
    "api:mutasi_exit": {"person": "222222222222", "reason": "pindah", "last_month": "2026-12", "note": "uji"},
    "api:mutasi_submission": {},
    "api:self_payment": {"paid_on": "2026-12-01", "amount": 8_400, "number": "B/1", **DECEMBER},
    "api:collection": {"day": "2026-12-01"},
    "api:refund": PAPER,
    "api:new_reconciliation": {"wadah": 999_999, "month": "2026-12", "day": "2026-12-01"},
}
UPLOADED = {
    "api:proof": "proof",
    "api:collection": "proof",
    "api:new_reconciliation": "members",
}  # the field of the file that goes with it


def a_person():
    """Somebody of Kesiman."""
    return person(KESIMAN, nik="5171024107800001")


def a_pair():
    """Two persons of Kesiman who may be one."""
    from tedung.office.review.models import Pair

    first, second = person(KESIMAN, name="I MADE A"), person(KESIMAN, name="I MADE B")
    scope = {"region": KESIMAN, "opd_code": "dinas_sosial", "unit_code": "desa:kesiman"}
    return Pair.everything.create(
        first=first,
        second=second,
        weight=1.0,
        reasons={"prior": -10.0, "terms": []},
        found_at=clock.now(),
        **scope,
    )


MAKERS = {
    # model: how a row of it is made, in Kesiman and looked after by the social office
    "people.Person": a_person,
    "review.Pair": a_pair,
    "documents.Document": rows_of_rooms.a_document,
    "letters.Letter": rows_of_rooms.a_letter,
    "jobs.Job": rows_of_rooms.a_job,
    "outbox.Message": rows_of_rooms.a_message,
    "wadah.Wadah": rows_of_wadah.a_wadah,
    "wadah.Member": rows_of_wadah.a_membership,
    "wadah.Exchange": rows_of_wadah.an_exchange,
    "wadah.Template": rows_of_wadah.a_template,
    "iuran.Rest": iuran_of_test.a_rest,
    "mandiri.Standing": mandiri_of_test.a_standing,
    "mandiri.Payment": mandiri_of_test.a_payment,
    "kajian.Scenario": rows_of_kajian.a_known_scenario,
    "kajian.Share": rows_of_kajian.a_share,
}
FILLED = {
    # model or field: what it is filled with where not anything will do
    "year": 2027,
    "months": 12,
    "first_month": "2027-01",
    "payer": "apbd_kota",
    "last_month": "2027-12",
    "month": "2027-01",
    "is_covered": True,
    "budget": 201_600,
    "reference.Setting.key": "office.name",
    "rekonsiliasi.Difference.kind": "only_there",  # of the agency's list alone: it has no member
    "laporan.Report.kind": "wali_kota",
    "laporan.Report.state": "menunggu",
    "reference.Format.columns": [{"heading": "NIK", "field": "nik", "is_required": True}],
}
