"""Where on a form a refusal is said."""

from collections.abc import Mapping

from django.forms import Form

from carteira.errors import CarteiraError
from carteira.web.refused import page_sentence

PLACES: Mapping[str, str] = {
    "user_exists": "username",
    "bad_user_name": "username",
    "weak_password": "password",
    "bad_email": "email",
    "email_taken": "email",
    "bad_full_name": "full_name",
    "bad_employee": "employee",
    "employee_taken": "employee",
    "unknown_role": "roles",
    "unknown_team": "teams",
    "bad_team_name": "name",
    "team_exists": "name",
    "team_below_itself": "parent",
    "last_administrator": "roles",
}
"""The field that each refusal speaks of."""


def place_error(form: Form, error: CarteiraError) -> None:
    """Says the refusal beside its field, or above the form."""
    place = PLACES.get(error.code)
    form.add_error(place if place in form.fields else None, page_sentence(error))
