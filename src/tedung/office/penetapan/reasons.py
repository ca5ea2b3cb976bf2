"""Why a person has a place in a selection, and what an officer may still answer, in plain words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tedung.study.quota import Selection as Chosen
from tedung.study.quota import sentence

REASONS: dict[str, str | Promise] = {
    # reason of tedung.study.quota: its sentence; `line` is the least score that still found room
    "by_score": gettext_lazy(
        "Terpilih: nilainya %(score)s, di atas %(line)s, nilai terendah yang masih tertampung anggaran."
    ),
    "by_floor": gettext_lazy(
        "Terpilih: nilainya %(score)s, didahulukan agar batas terendah terpenuhi (%(floor)s)."
    ),
    "by_lot": gettext_lazy(
        "Terpilih lewat undian: nilainya %(score)s, sama dengan orang lain di batas anggaran, dan tempatnya "
        "tidak cukup untuk semua. Urutannya diundi dari kata “%(seed)s”."
    ),
    "by_rounding": gettext_lazy(
        "Terpilih: nilainya %(score)s; sisa anggaran masih cukup ketika sampai gilirannya."
    ),
    "below_line": gettext_lazy(
        "Cadangan: nilainya %(score)s, di bawah %(line)s, nilai terendah yang masih tertampung anggaran."
    ),
    "lot_not_drawn": gettext_lazy(
        "Cadangan lewat undian: nilainya %(score)s, sama dengan orang lain di batas anggaran, dan tempatnya "
        "tidak cukup untuk semua. Urutannya diundi dari kata “%(seed)s”."
    ),
    "no_room": gettext_lazy(
        "Cadangan: nilainya %(score)s sudah cukup, tetapi anggaran habis sebelum gilirannya."
    ),
}

QUESTIONS: dict[str, str | Promise] = {
    # code of an answer that asks (eligibility.py): the question, for whoever announces with it open
    "other_group": gettext_lazy("sudah dibayar anggaran publik sebagai anggota kelompok lain"),
    "second_place": gettext_lazy("juga diusulkan sebagai anggota kelompok lain"),
    "other_job": gettext_lazy("penerima upah atau punya pekerjaan lain"),
    "member": gettext_lazy("sudah peserta BPJS Ketenagakerjaan"),
    "office_unknown": gettext_lazy("dasar jabatannya belum dicatat"),
    "term_ends": gettext_lazy("masa jabatannya berakhir di tengah tahun"),
    "desil_unknown": gettext_lazy("desilnya belum dicatat"),
    "desil_old": gettext_lazy("data desilnya sudah lama"),
    "income_unknown": gettext_lazy("penghasilannya belum diisi"),
}


def sentences(chosen: Chosen) -> list[str]:
    """Return for each person of a choice why the place is so."""
    rows = zip(chosen.reason, chosen.score.tolist(), chosen.line.tolist(), chosen.floor, strict=True)
    seed = chosen.terms.seed
    return [
        str(REASONS[reason]) % {"score": score, "line": line, "floor": floor, "seed": seed}
        if reason in REASONS
        else sentence(reason, score, line, floor)
        for reason, score, line, floor in rows
    ]


def question(code: str) -> str:
    """Return an open question in words."""
    return str(QUESTIONS[code]) if code in QUESTIONS else _("pertanyaan lain")
