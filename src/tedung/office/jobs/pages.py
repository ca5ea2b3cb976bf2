"""How far a job is, what came of it, and what to do next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.pages import page
from tedung.office.base.paging import asked, cut
from tedung.office.jobs import queries, services
from tedung.office.jobs.kinds import name
from tedung.office.jobs.models import Job


@page("jobs.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show one job; the page renews itself while it runs."""
    job = get_object_or_404(Job.objects, pk=key)
    return render(
        request, "jobs/detail.html", {"job": job, "name": name(job.kind), "ahead": queries.ahead(job)}
    )


@page("jobs.view")
def listing(request: HttpRequest) -> HttpResponse:
    """Show one's jobs, the newest first, 50 a page."""
    found = Job.objects.order_by("-pk")
    if before := asked(request, "sebelum"):
        found = found.filter(pk__lt=before)
    rows, last = cut(found)
    shown = [{"job": job, "name": name(job.kind)} for job in rows]
    return render(request, "jobs/listing.html", {"rows": shown, "next": last and last.pk})


@page("jobs.ask", methods=("POST",))
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Let a job that failed wait for its turn once more."""
    services.ask_again(get_object_or_404(Job.objects, pk=key))
    messages.success(request, _("Pekerjaan ini menunggu giliran lagi."))
    return redirect("job", key)
