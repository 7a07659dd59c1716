"""What customers agreed to: the latest word counts, and all of them are kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from carteira.accounts.access import FULL, NOTHING
from carteira.accounts.models import AuditEntry
from carteira.errors import CarteiraError
from carteira.identify.actions import record_consent
from carteira.identify.models import Consent, Customer
from carteira.identify.queries import consents

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)
CALLS, MAILS = ("marketing", "call"), ("marketing", "email")


@pytest.fixture(autouse=True)
def _customers() -> None:
    Customer.objects.bulk_create(Customer(id=number) for number in (1, 2, 3))


def said(customer: int, status: str, days: int = 0, channel: str = "call") -> None:
    record_consent(FULL, customer, "marketing", channel, status, MARCH + timedelta(days), "call centre", None)


def test_the_latest_word_counts() -> None:
    said(1, "withdrawn", days=2)
    said(1, "granted", days=1)
    said(1, "granted", channel="email")
    said(2, "denied")
    assert consents() == {1: {CALLS: "withdrawn", MAILS: "granted"}, 2: {CALLS: "denied"}}
    assert Consent.objects.count() == 4


def test_of_two_words_of_one_moment_the_later_noted() -> None:
    said(1, "granted")
    said(1, "withdrawn")
    assert consents() == {1: {CALLS: "withdrawn"}}


def test_only_those_about_whom_something_was_noted_since() -> None:
    said(1, "withdrawn")
    said(2, "granted")
    moment = timezone.now()
    assert consents(moment) == {}
    said(2, "withdrawn", days=1)
    said(2, "granted", channel="email")
    assert consents(moment) == {2: {CALLS: "withdrawn", MAILS: "granted"}}


def test_it_holds_for_whom_the_customer_was_found_to_be() -> None:
    said(1, "withdrawn")
    Customer.objects.filter(id=1).update(merged_into=2)
    Customer.objects.filter(id=2).update(merged_into=3)
    assert consents() == {3: {CALLS: "withdrawn"}}


def test_a_later_word_of_one_who_was_merged_is_not_overruled_by_an_earlier_one() -> None:
    said(1, "withdrawn", days=5)
    Customer.objects.filter(id=1).update(merged_into=2)
    Customer.objects.filter(id=2).update(merged_into=3)
    moment = timezone.now()
    said(3, "granted", days=4)
    assert consents(moment) == {3: {CALLS: "withdrawn"}}


def test_the_trail_tells_of_it() -> None:
    said(1, "withdrawn")
    entry = AuditEntry.objects.order_by("-id")[0]
    assert entry.action == "consent_recorded"
    assert entry.details == {"customer": 1, "purpose": "marketing", "channel": "call", "status": "withdrawn"}


def test_what_is_refused_changes_nothing() -> None:
    later = timezone.now() + timedelta(days=1)
    for access, customer, at, code in (
        (FULL, 9, MARCH, "unknown_customer"),
        (NOTHING, 1, MARCH, "unknown_customer"),
        (FULL, 1, later, "bad_consent_time"),
    ):
        with pytest.raises(CarteiraError) as refused:
            record_consent(access, customer, "marketing", "call", "granted", at, "", None)
        assert refused.value.code == code
    assert not Consent.objects.exists()
