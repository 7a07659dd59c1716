"""Roles: the ready-made ones to read and copy, a company's own to change."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts import queries
from carteira.accounts.actions.roles import remove_role, save_role
from carteira.accounts.choices import FieldRule
from carteira.errors import CarteiraError
from carteira.web.people import matrix, role_form, sections
from carteira.web.people.words import person_label, role_label, role_purpose
from carteira.web.refused import page_sentence
from carteira.web.toasts import toast

if TYPE_CHECKING:
    from carteira.accounts.models import Role


def roles(request: HttpRequest) -> HttpResponse:
    """Every role, with what it is for and how many people have it."""
    people = queries.people_by_role()
    listed = [(role, role_label(role), role_purpose(role), people.get(role.pk, 0)) for role in queries.roles()]
    context = {
        **sections.context(request, "roles"),
        "ready": [row for row in listed if row[0].ready_made],
        "own": [row for row in listed if not row[0].ready_made],
    }
    return render(request, "web/people/roles.html", context)


def page(request: HttpRequest, code: str) -> HttpResponse:
    """One role in words."""
    role = _role(code)
    people = [user for user in queries.users() if role in user.roles.all()]
    context = {
        **sections.context(request, "roles"),
        **_in_words(role),
        "purpose": role_purpose(role),
        "people": [(user, person_label(user)) for user in people],
    }
    return render(request, "web/people/role.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """A role of the company's own, beginning as another one."""
    if request.method == "POST":
        return _saved(request, None)
    begun = _role(request.GET.get("from", "")) if request.GET.get("from") else None
    start = role_form.from_role(begun) if begun else role_form.EMPTY
    name = _("%(role)s (own)") % {"role": role_label(begun)} if begun else ""
    return _form(request, None, role_form.RoleDraft(name, start.levels, start.permissions, start.field_rules))


def change(request: HttpRequest, code: str) -> HttpResponse:
    """Changes a role of the company's own."""
    role = _role(code)
    if role.ready_made:
        raise CarteiraError("ready_made_role", role=role_label(role))
    return _saved(request, role) if request.method == "POST" else _form(request, role, role_form.from_role(role))


@require_POST
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Removes a role of the company's own that nobody has."""
    remove_role(_role(code).code, by=request.user)
    toast(request, _("The role is removed."))
    return redirect("settings:roles")


def _saved(request: HttpRequest, role: "Role | None") -> HttpResponse:
    draft = role_form.from_post(request.POST)
    if not draft.name:
        return _form(request, role, draft, _("Give the role a name."))
    code = role.code if role else _free_code(draft.name)
    try:
        save_role(
            code,
            name=draft.name,
            levels=draft.levels,
            permissions=draft.permissions,
            field_rules=draft.field_rules,
            by=request.user,
        )
    except CarteiraError as error:
        return _form(request, role, draft, page_sentence(error))
    toast(request, _("Saved."))
    return redirect("settings:role", code)


def _form(request: HttpRequest, role: "Role | None", draft: role_form.RoleDraft, problem: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        **sections.context(request, "roles"),
        **_in_words(draft.as_role()),
        "role": role,
        "name": draft.name,
        "problem": problem,
        "field_rules": FieldRule.choices,
    }
    return render(request, "web/people/role_form.html", context, status=422 if problem else 200)


def _in_words(role: "Role") -> dict[str, Any]:
    return {
        "role": role,
        "label": role_label(role),
        "heads": matrix.heads(),
        "rows": matrix.rows(role),
        "permissions": matrix.permissions(role),
        "rules": matrix.rules(role),
    }


def _role(code: str) -> "Role":
    found = next((role for role in queries.roles() if role.code == code), None)
    if found is None:
        raise Http404
    return found


def _free_code(name: str) -> str:
    """A code for a new role, made of its name."""
    taken = {role.code for role in queries.roles()}
    stem = slugify(name)[:50].strip("-_") or "role"
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(code for code in numbered if code not in taken)
