"""Pairs to decide, and decisions: the same person, different persons, later; each can be taken back."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.change import change
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.review import clusters
from tedung.office.review.models import Pair, Verdict

Found = tuple[int, int, float, str]


def record_pairs(pairs: Sequence[Found], source: Any) -> None:
    """Put pairs into the queue of whoever sees `source`; a pair that is known already stays as it is."""
    at = clock.now()
    Pair.everything.bulk_create(
        [
            Pair(
                first_id=first,
                second_id=second,
                weight=weight,
                reasons=json.loads(reasons),
                region=source.region,
                opd_code=source.opd_code,
                unit_code=source.unit_code,
                found_at=at,
            )
            for first, second, weight, reasons in pairs
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )


@change("review.decide")
def decide(pair: Pair, said: str, reason: str = "") -> None:
    """Say of a pair that it is one person, two, or for later; "open" takes the last verdict back."""
    pair = Pair.everything.select_for_update().get(pk=pair.pk)
    if said not in Pair.State.values:
        raise Refusal(_("Pilih salah satu: orang yang sama, orang berbeda, atau nanti."))
    if said == pair.state:
        return
    both = {pair.first_id, pair.second_id}
    if said == Pair.State.SAME:
        _may_be_one(both)
    elif said == Pair.State.DIFFERENT:
        _may_be_two(pair)
    _written(pair, said, reason)
    clusters.rebuild(both)


def _may_be_one(both: set[int]) -> None:
    whole = clusters.cluster_of(both)
    if len(clusters.valid_niks(whole)) > 1:
        raise Refusal(
            _("Dua NIK yang sama-sama sah tidak digabung. Periksa KTP; betulkan NIK yang salah lebih dulu."),
            "two_niks",
        )
    if clusters.contradicted(whole):
        raise Refusal(
            _(
                "Salah satu dari orang-orang ini sudah dinyatakan berbeda. "
                "Batalkan putusan itu lebih dulu, lalu gabungkan."
            ),
            "contradiction",
        )


def _may_be_two(pair: Pair) -> None:
    """Refuse where other verdicts make the two one person, without this pair."""
    if pair.state != Pair.State.SAME and pair.second_id in clusters.cluster_of([pair.first_id]):
        raise Refusal(
            _("Putusan lain sudah menyatakan keduanya orang yang sama. Batalkan putusan itu lebih dulu."),
            "contradiction",
        )


def _written(pair: Pair, said: str, reason: str) -> None:
    who = current()
    Verdict.objects.create(
        pair=pair, said=said, user_id=who.user_id, by=who.label, at=clock.now(), reason=reason
    )
    pair.state = said
    pair.save(update_fields=["state"])
