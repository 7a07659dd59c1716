"""The keys of links by which a person chooses a password: signed, for one use, for a while. None of them is stored.

A key holds a digest of the person's password, e-mail and last sign-in, so it is spent as soon as any of them changes.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from carteira.accounts.models import User

INVITATION = timedelta(days=7)
RESET = timedelta(hours=1)
"""How long each kind of link holds."""
SALT = "carteira.accounts.links"


def make_key(user: User, lifetime: timedelta) -> str:
    """The key of a link for this person."""
    expires = int((timezone.now() + lifetime).timestamp())
    return signing.dumps([user.pk, expires, _state(user)], salt=SALT)


def address_of(key: str, site: str = "") -> str:
    """The address of the page where the holder of the key chooses a password; a browser sends nothing that follows #.

    `site` stands before it where no address is configured.
    """
    return f"{settings.SITE_ADDRESS or site.rstrip('/')}{reverse('choose-password')}#{key}"


def person_of_key(key: str) -> User | None:
    """The active person who holds the key; None where it is forged, spent or too old."""
    try:
        user_id, expires, state = signing.loads(key, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    if timezone.now().timestamp() >= expires:
        return None
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    return user if user is not None and constant_time_compare(state, _state(user)) else None


def _state(user: Any) -> str:
    text = "\0".join(str(part) for part in (user.pk, user.password, user.email, user.last_login))
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:32]
