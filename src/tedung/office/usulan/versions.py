"""The versions of a file: whichever replaced which, exactly one of them stands."""

from tedung.office.usulan.models import Berkas, Line, Usulan


def standing(berkas: Berkas) -> Berkas | None:
    """Return the other version of a file whose lines are current, None where there is none.

    Its proposal is locked: two versions may be taken at once.
    """
    Usulan.everything.select_for_update().get(pk=berkas.usulan_id)
    others = _versions(berkas) - {berkas.pk}
    found: Berkas | None = Berkas.everything.filter(pk__in=others, state=Berkas.State.READ).first()
    return found


def replace(berkas: Berkas) -> None:
    """Let a version that is taken over stand for the one that stands, whichever it was handed in for."""
    before = standing(berkas)
    if before is None:
        return
    berkas.replaces = before
    berkas.save(update_fields=["replaces"])
    put_behind(before)


def put_behind(before: Berkas) -> None:
    """Let the lines of a version stop being current; what went on in a proposal that follows stays there."""
    Line.everything.filter(berkas=before, usulan=before.usulan_id).update(is_current=False)
    before.state = Berkas.State.REPLACED
    before.save(update_fields=["state"])


def _versions(berkas: Berkas) -> set[int]:
    """Return the file, and whatever is joined with it by having replaced or been replaced."""
    links = Berkas.everything.filter(usulan=berkas.usulan_id, replaces__isnull=False)
    pairs = [set(link) for link in links.values_list("pk", "replaces_id")]
    found, new = set[int](), {berkas.pk}
    while not new <= found:
        found |= new
        new = {key for pair in pairs if pair & found for key in pair}
    return found
