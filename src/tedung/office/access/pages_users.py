"""The pages on which an administrator makes users and gives, sees and revokes their grants."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tedung.office.access import services
from tedung.office.access.forms import GrantForm, UserForm, shown
from tedung.office.access.models import Grant, User
from tedung.office.access.pages import page
from tedung.office.access.roles import ROLES
from tedung.office.base import clock
from tedung.office.base.refusals import Refusal

PAGE = 50
LONGEST = 150


@page("users.change")
def listing(request: HttpRequest) -> HttpResponse:
    """List the users by the name they sign in with, 50 a page, with the roles held today."""
    asked = request.GET.get("cari", "").replace("\0", "").strip()[:LONGEST]
    after = request.GET.get("setelah", "").replace("\0", "")[:LONGEST]
    held = Prefetch("grants", Grant.objects.in_force(clock.today()), to_attr="held")
    found = User.objects.order_by("username").prefetch_related(held)
    if asked:
        found = found.filter(username__istartswith=asked) | found.filter(full_name__icontains=asked)
    if after:
        found = found.filter(username__gt=after)
    rows = list(found[: PAGE + 1])
    shown_rows = [
        {"user": user, "roles": sorted({str(ROLES[grant.role].name) for grant in user.held})}
        for user in rows[:PAGE]
    ]
    following = rows[PAGE - 1].username if len(rows) > PAGE else ""
    return render(request, "access/users.html", {"rows": shown_rows, "asked": asked, "next": following})


@page("users.change", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Make a user with a first grant; show the password, this once."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                user, password = services.make_user(
                    form.cleaned_data["username"], form.cleaned_data["full_name"]
                )
                _give(user, form)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            return _password(request, user, password)
    status = 422 if form.errors else 200
    return render(request, "access/user_new.html", {"form": form}, status=status)


@page("users.change")
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show a user, the grants, and what an administrator may do about them."""
    return _detail(request, get_object_or_404(User, pk=key), GrantForm())


@page("users.change", methods=("POST",))
def give(request: HttpRequest, key: int) -> HttpResponse:
    """Give a user a grant."""
    user, form = get_object_or_404(User, pk=key), GrantForm(request.POST)
    if form.is_valid():
        try:
            _give(user, form)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Hak diberikan."))
            return redirect("user", key)
    return _detail(request, user, form, status=422)


@page("users.change", methods=("POST",))
def revoke(_request: HttpRequest, key: int) -> HttpResponse:
    """End a grant at once."""
    grant = get_object_or_404(Grant, pk=key)
    services.revoke(grant)
    return redirect("user", grant.user_id)


@page("users.change", methods=("POST",))
def password(request: HttpRequest, key: int) -> HttpResponse:
    """Give a new password; show it, this once."""
    user = get_object_or_404(User, pk=key)
    return _password(request, user, services.new_password(user))


@page("users.change", methods=("POST",))
def factor(request: HttpRequest, key: int) -> HttpResponse:
    """Let a user set up the second factor anew."""
    services.forget_second_factor(get_object_or_404(User, pk=key))
    messages.success(request, _("Faktor kedua dihapus. Pengguna memasangnya lagi saat masuk."))
    return redirect("user", key)


@page("users.change", methods=("POST",))
def close(request: HttpRequest, key: int) -> HttpResponse:
    """Close an account."""
    services.close_account(get_object_or_404(User, pk=key))
    messages.success(request, _("Akun ditutup. Pengguna ini tidak dapat masuk lagi."))
    return redirect("user", key)


@page("users.change", methods=("POST",))
def reopen(request: HttpRequest, key: int) -> HttpResponse:
    """Open an account again."""
    services.open_account(get_object_or_404(User, pk=key))
    messages.success(request, _("Akun dibuka lagi."))
    return redirect("user", key)


def _give(user: User, form: GrantForm) -> None:
    kind, code = form.kind_and_code()
    services.give(user, form.cleaned_data["role"], kind, code, until=form.cleaned_data["until"])


def _detail(request: HttpRequest, user: User, form: GrantForm, status: int = 200) -> HttpResponse:
    grants = list(user.grants.order_by("-since", "-pk"))
    in_force = set(user.grants.in_force(clock.today()).values_list("pk", flat=True))
    rows = shown(grants)
    context: dict[str, Any] = {
        "one": user,
        "form": form,
        "held": [row for row in rows if row.grant.pk in in_force],
        "ended": [row for row in rows if row.grant.pk not in in_force][:PAGE],
    }
    return render(request, "access/user.html", context, status=status)


def _password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    answer = render(request, "access/password.html", {"one": user, "password": password})
    answer["Cache-Control"] = "no-store"
    return answer
