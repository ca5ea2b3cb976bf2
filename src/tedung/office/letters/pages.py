"""Pages of a letter: the list, one of them, its preview, its number, its scan."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.audit.steps import taken
from tedung.office.base import clock
from tedung.office.base.paging import PAGE, asked, cut
from tedung.office.base.refusals import Refusal
from tedung.office.documents.pages import as_file
from tedung.office.letters import services
from tedung.office.letters.forms import Scan
from tedung.office.letters.kinds import KINDS, OF_A_PROPOSAL, title
from tedung.office.letters.models import Letter, State
from tedung.office.letters.printing import check_address, is_local_address, printed


@page("letters.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the letters in scope, the newest first, 50 a page."""
    found = Letter.objects.select_related("organisation", "document", "signed_document").order_by("-pk")
    state = request.GET.get("keadaan", "")
    if state in State.values:
        found = found.filter(state=state)
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    context = {
        "rows": [
            {"letter": letter, "title": title(letter.kind, letter.subject, letter.data.get("year"))}
            for letter in rows
        ],
        "next": last and last.pk,
        "states": State.choices,
        "state": state,
        "may_issue": current().may("letters.issue"),
    }
    return render(request, "letters/listing.html", context)


@page("letters.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a letter: how far it is, and the one next step."""
    return _detail(request, key, Scan())


def _detail(request: HttpRequest, key: int, form: Scan, status: int = 200) -> HttpResponse:
    found = Letter.objects.select_related("organisation", "document", "signed_document", "replaces")
    letter = get_object_or_404(found, pk=key)
    context = {
        "letter": letter,
        "kind": KINDS[letter.kind].name,
        "told": letter.data if letter.kind in OF_A_PROPOSAL else None,
        "new": Letter.objects.filter(replaces=letter).order_by("-pk").first(),
        "steps": [{"step": step, "label": State(step.after).label} for step in taken(letter)[:PAGE]],
        "may_issue": current().may("letters.issue"),
        "address": check_address(letter),
        "is_local": is_local_address(),
        "form": form,
    }
    return render(request, "letters/detail.html", context, status=status)


@page("letters.view")
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """Hand a draft out as a file that says it is one."""
    letter = get_object_or_404(Letter.objects.select_related("organisation"), pk=key)
    if letter.state != State.DRAFT:
        raise Refusal(_("Surat ini sudah terbit. Unduh surat yang bernomor."))
    name = _("Konsep %(kind)s.pdf") % {"kind": str(KINDS[letter.kind].name).replace("/", "-")}
    return as_file(printed(letter, "", clock.today(letter.region)), name, "application/pdf")


@page("letters.issue", methods=("POST",))
def issue(request: HttpRequest, key: int) -> HttpResponse:
    """Give a draft its number."""
    letter = services.issue(get_object_or_404(Letter.objects, pk=key))
    told = _("Surat terbit dengan nomor %(number)s. Unduh, cetak dan tanda tangani, lalu unggah pindaiannya.")
    messages.success(request, told % {"number": letter.number})
    return redirect("letter_detail", key)


@page("letters.issue", methods=("POST",))
def sign(request: HttpRequest, key: int) -> HttpResponse:
    """Keep the scan of the signed paper."""
    letter = get_object_or_404(Letter.objects, pk=key)
    form = Scan(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.attach_signed(letter, form.cleaned_data["scan"])
        except Refusal as refusal:
            form.add_error("scan", refusal.sentence)
        else:
            messages.success(request, _("Pindaian tersimpan. Surat ini sudah bertanda tangan."))
            return redirect("letter_detail", key)
    return _detail(request, key, form, status=422)


@page("letters.prepare", methods=("POST",))
def replace(request: HttpRequest, key: int) -> HttpResponse:
    """Write a draft that will replace a letter."""
    new = services.replacement(get_object_or_404(Letter.objects.select_related("organisation"), pk=key))
    messages.success(request, _("Konsep pengganti dibuat. Surat lama tetap berlaku sampai pengganti terbit."))
    return redirect("letter_detail", new.pk)
