"""Pages of target groups: who looks after each, and what it asks of its members, from which day on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access.actor import current
from tedung.office.access.pages import page
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal
from tedung.office.reference import queries, services
from tedung.office.reference.forms import GroupChangeForm, GroupForm, PolicyForm
from tedung.office.reference.models import Group, Policy

MOST = 50


@page("settings.view")
def listing(request: HttpRequest) -> HttpResponse:
    """List the groups with what each asks today."""
    context = {"rows": queries.groups_today(), "may_change": current().may("settings.change")}
    return render(request, "reference/groups.html", context)


@page("settings.change", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Make a group."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.make_group(
                given["name"], form.offices[given["opd"]], is_office=given["is_office"]
            )
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Kelompok ditambahkan. Tulis syaratnya."))
            return redirect("group", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "reference/group_form.html", {"form": form}, status=status)


@page("settings.view")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a group: who looks after it, what it asks today, before and planned."""
    group = get_object_or_404(Group.objects.select_related("opd"), pk=key)
    now = queries.policy(group, clock.today())
    known = {field: getattr(now, field) for field in ("basis", "other_job", "pays_himself")} if now else {}
    known |= {"desil_max": now.desil_max, "income_max": now.income_max} if now else {}
    return _detail(request, group, PolicyForm(initial=known))


def _detail(request: HttpRequest, group: Group, form: PolicyForm, status: int = 200) -> HttpResponse:
    actor = current()
    context = {
        "group": group,
        "now": queries.policy(group, clock.today()),
        "rows": queries.policies(group)[:MOST],
        "today": clock.today(),
        "form": form,
        "may_change": actor.may("settings.change"),
        "may_audit": actor.may("audit.view"),
    }
    return render(request, "reference/group.html", context, status=status)


@page("settings.change", methods=("GET", "POST"))
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Put a group right."""
    group = get_object_or_404(Group.objects, pk=key)
    known = {"name": group.name, "opd": str(group.opd_id), "is_office": group.is_office}
    form = GroupChangeForm(request.POST or None, initial={**known, "is_active": group.is_active})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        services.correct_group(
            group,
            given["name"],
            form.offices[given["opd"]],
            is_office=given["is_office"],
            is_active=given["is_active"],
        )
        messages.success(request, _("Perubahan disimpan."))
        return redirect("group", key)
    status = 422 if request.method == "POST" else 200
    return render(request, "reference/group_form.html", {"form": form, "group": group}, status=status)


@page("settings.change", methods=("POST",))
def policy(request: HttpRequest, key: int) -> HttpResponse:
    """Let a group ask something else from a day on."""
    group = get_object_or_404(Group.objects.select_related("opd"), pk=key)
    form = PolicyForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.set_policy(group, given["since"], given["reason"], given)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Syarat baru disimpan."))
            return redirect("group", key)
    return _detail(request, group, form, status=422)


@page("settings.change", methods=("POST",))
def policy_withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take back a policy that has not held yet."""
    found = get_object_or_404(Policy.objects, pk=key)
    services.withdraw(found)
    messages.success(request, _("Syarat itu ditarik dan tidak akan berlaku."))
    return redirect("group", found.group_id)
