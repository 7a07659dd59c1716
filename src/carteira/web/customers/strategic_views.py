"""Declaring why a customer is kept beyond money, and what follows from that."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.book.assigning import choice
from carteira.book.queries import currency, tables
from carteira.book.settings import minor_factor
from carteira.differentiate import customer_page
from carteira.differentiate.choices import StrategicKind
from carteira.differentiate.declared.actions import strategic_reasons as actions
from carteira.differentiate.declared.queries import may_declare, strategic_reasons
from carteira.errors import CarteiraError
from carteira.web.customers.strategic import owner_of
from carteira.web.navigation import customer_url
from carteira.web.people.forms import SELECT, TEXT
from carteira.web.toasts import toast

if TYPE_CHECKING:
    from carteira.differentiate.models import StrategicReason


class ReasonForm(forms.Form):
    """Why a customer is kept beyond money."""

    kind = forms.ChoiceField(label=gettext_lazy("Kept for"), choices=StrategicKind, widget=forms.Select(SELECT))
    words = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=actions.LONGEST,
        help_text=gettext_lazy("In one sentence: what the company gains from it besides money."),
        widget=forms.TextInput(TEXT),
    )
    owner_id = forms.TypedChoiceField(label=gettext_lazy("Who answers for it"), coerce=int, widget=forms.Select(SELECT))
    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput({**TEXT, "type": "date"}, format="%Y-%m-%d")
    )
    ceiling = forms.DecimalField(
        label=gettext_lazy("At most, a year"),
        min_value=0,
        max_digits=13,
        help_text=gettext_lazy("What it may cost: serving it, and sales that lose money."),
    )

    def __init__(self, *args: Any, owners: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sign = currency()
        self.factor = minor_factor(sign)
        owner, until, ceiling = (self.fields[name] for name in ("owner_id", "until", "ceiling"))
        assert isinstance(owner, forms.TypedChoiceField)
        assert isinstance(ceiling, forms.DecimalField)
        owner.choices = sorted(owners.items(), key=lambda each: str(each[1]).casefold())
        until.widget.attrs["min"] = timezone.localdate().isoformat()
        ceiling.label = f"{ceiling.label} ({sign})"
        ceiling.widget = forms.NumberInput({**TEXT, "min": "0", "step": "any", "inputmode": "decimal"})

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return until

    def declaration(self) -> actions.Declaration:
        given = self.cleaned_data
        ceiling = int(given["ceiling"] * self.factor)
        return actions.Declaration(given["kind"], given["owner_id"], given["words"], given["until"], ceiling)


def declare(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The form of a new reason, and what it says."""
    return _formed(request, customer_id, None)


def change(request: HttpRequest, customer_id: int, reason_id: int) -> HttpResponse:
    """The form of a reason as it stands, and what it says anew."""
    reason = strategic_reasons(customer_id).filter(pk=reason_id).first()
    if reason is None:
        raise CarteiraError("not_found")
    return _formed(request, customer_id, reason)


@require_POST
def end(request: HttpRequest, customer_id: int, reason_id: int) -> HttpResponse:
    """Ends a reason before its day."""
    reason = actions.end_reason(access_of(request.user), request.user, customer_id, reason_id)
    _say(request, _("The reason has ended."), reason, "ended")
    return redirect(customer_url(customer_id))


@require_POST
def undo(request: HttpRequest, customer_id: int, reason_id: int, done: str) -> HttpResponse:
    """Takes back what was done last with a reason."""
    actions.undo_reason(access_of(request.user), request.user, customer_id, reason_id, done)
    toast(request, _("It stands again as before."))
    return redirect(customer_url(customer_id))


def _formed(request: HttpRequest, customer_id: int, reason: "StrategicReason | None") -> HttpResponse:
    access = access_of(request.user)
    card = customer_page.card(tables(access), customer_id)
    if card is None:
        raise CarteiraError("not_found")
    if not may_declare(access, customer_id):
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    owners = choice(access).owners
    if reason is not None and reason.owner is not None:
        owners = {reason.owner.pk: owner_of(reason), **owners}
    form = ReasonForm(request.POST or None, owners=owners, initial=_begun(request, reason))
    if request.method == "POST" and form.is_valid():
        return _done(request, customer_id, reason, form)
    context = {"form": form, "reason": reason, "customer_id": customer_id, "name": card["name"] or customer_id}
    return render(
        request, "web/customers/strategic_form.html", context, status=422 if request.method == "POST" else 200
    )


def _done(request: HttpRequest, customer_id: int, reason: "StrategicReason | None", form: ReasonForm) -> HttpResponse:
    access, given = access_of(request.user), form.declaration()
    if reason is None:
        made = actions.declare_reason(access, request.user, customer_id, given)
        _say(request, _("The reason is declared."), made, "declared")
    else:
        made = actions.change_reason(access, request.user, customer_id, reason.pk, given)
        _say(request, _("The reason is changed."), made, "changed")
    return redirect(customer_url(customer_id))


def _begun(request: HttpRequest, reason: "StrategicReason | None") -> dict[str, Any]:
    """What the form begins with."""
    if reason is None:
        return {"owner_id": request.user.pk}
    ceiling = Decimal(reason.ceiling) / minor_factor(currency())
    said = {name: getattr(reason, name) for name in ("kind", "words", "owner_id", "until")}
    return {**said, "ceiling": ceiling}


def _say(request: HttpRequest, text: str, reason: "StrategicReason", done: str) -> None:
    toast(request, text, reverse("customers:undo_reason", args=(reason.customer_id, reason.pk, done)))
