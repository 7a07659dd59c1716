"""`python -m tests.attacks.hostile_company FOLDER`: a book in FOLDER/home whose customers, people, teams, roles, keys,
views and jobs are all called after PAYLOADS. Somebody `ana` may do everything."""

import sys
from pathlib import Path

import carteira
from tests.attacks.hostile import load_all
from tests.attacks.payloads import MARKUP, PAYLOADS
from tests.web.browsing import PASSWORD


def make(folder: Path) -> None:
    book = carteira.open(folder / "home")
    from carteira.accounts.actions import people
    from carteira.jobs import actions as jobs
    from carteira.jobs.worker import work_once

    load_all(book, folder, PAYLOADS, MARKUP[1])
    ana = people.add_user("ana", PASSWORD, roles=["administrator"], full_name=MARKUP[2])
    make_people(ana)
    gone = {"table": "orders", "path": "gone.data", "file_name": MARKUP[1], "source": MARKUP[1], "mapping": ""}
    jobs.ask("load", gone, ana)
    while work_once():
        pass


def make_people(ana: object) -> None:
    """Teams, roles, people, keys and views, one for every other payload as far as they may be called so."""
    from carteira.accounts.access import access_of
    from carteira.accounts.actions import people, teams
    from carteira.accounts.actions.roles import save_role
    from carteira.accounts.actions.tokens import make_token
    from carteira.accounts.models import User
    from carteira.differentiate.actions import save_view

    assert isinstance(ana, User)
    for place, text in enumerate(PAYLOADS[::2]):
        teams.add_team(text)
        save_role(f"r{place}", name=text, levels={}, permissions=[], field_rules={}, by=ana)
        person = people.add_user(f"p{place}", None, roles=[f"r{place}"], teams=[text], employee=text, full_name=text)
        make_token(ana, text, [], 30, by=ana)
        save_view(access_of(ana), "customers", text[:60], [("city", text)], "everybody" if place % 2 else "me", None)
        assert person.pk


if __name__ == "__main__":
    make(Path(sys.argv[1]))
