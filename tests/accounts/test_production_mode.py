"""An installation for a company does not start with what others know, and says each reason on a line of its own."""

from pathlib import Path
from typing import Any

import pytest

from carteira.book.home import Home
from carteira.book.production import mark_as_demo, weaknesses
from carteira.errors import CarteiraError
from carteira.web.signing_in import configured
from tests.accounts.cast import administrator
from tests.book.on_disk import Installed, new_book

SAFE = {
    "PRODUCTION": True,
    "SECRET_KEY": "Zq3v-0kP7s_Rm1Yd9Wf5Tb2Xc8Nh4Jg6",
    "SITE_ADDRESS": "https://crm.acme.com.br",
    "ALLOWED_HOSTS": ["localhost", "crm.acme.com.br"],
    "DEBUG": False,
}


@pytest.fixture
def home(db: None, settings: Any, tmp_path: Path) -> Home:
    """A folder of a book on an installation that is safe."""
    for name, value in SAFE.items():
        setattr(settings, name, value)
    administrator()
    return Home(tmp_path / "book")


def codes(home: Home) -> list[str]:
    return [found.code for found in weaknesses(home)]


def test_it_works(home: Home) -> None:
    assert codes(home) == []


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("SECRET_KEY", "short", "weak_secret_key"),
        ("SECRET_KEY", "ab" * 40, "weak_secret_key"),
        ("SECRET_KEY", "django-insecure-9q2w8e7r6t5y4u3i1o0p-asdfghjkl", "weak_secret_key"),
        ("SECRET_KEY", "please-change-me-0123456789-abcdefghijkl", "weak_secret_key"),
        ("DEBUG", True, "debug_is_on"),
        ("SITE_ADDRESS", "", "no_https"),
        ("SITE_ADDRESS", "http://crm.acme.com.br", "no_https"),
        ("ALLOWED_HOSTS", ["*"], "any_host"),
        ("ALLOWED_HOSTS", ["crm.acme.com.br", "*"], "any_host"),
    ],
)
def test_what_is_refused(home: Home, settings: Any, setting: str, value: Any, code: str) -> None:
    setattr(settings, setting, value)
    assert codes(home) == [code]


def test_debugging_by_the_environment_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARTEIRA_DEBUG", "1")
    assert codes(home) == ["debug_is_on"]


def test_a_demo_is_refused_wherever_it_was_moved(home: Home) -> None:
    mark_as_demo()
    assert codes(home) == ["demo_book"]


def test_a_demo_of_an_older_version_is_known_by_its_folder(home: Home) -> None:
    (home.path.parent / "book-demo" / "truth").mkdir(parents=True)
    assert codes(home) == ["demo_book"]


def test_nobody_is_made_administrator_by_starting(home: Home) -> None:
    from carteira.accounts.models import User

    User.objects.all().delete()
    assert codes(home) == ["no_administrator"]


def test_every_reason_is_said(home: Home, settings: Any) -> None:
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = "short", ["*"]
    assert codes(home) == ["weak_secret_key", "any_host"]


def test_outside_of_production_nothing_is_asked(home: Home, settings: Any) -> None:
    settings.PRODUCTION, settings.SECRET_KEY, settings.DEBUG = False, "short", True
    assert codes(home) == []


@pytest.mark.database
def test_the_commands_refuse_with_one_line_for_each_reason(tmp_path: Path) -> None:
    with new_book(tmp_path / "book") as made:
        weak = {"CARTEIRA_PRODUCTION": "1", "CARTEIRA_HOSTS": "*", "CARTEIRA_SECRET_KEY": "changeme"}
        book = Installed(made.home, made.environment | weak)
        for command in (("serve", "--port", "0"), ("worker",)):
            process = book.start(*command)
            out, errors = process.communicate()
            lines = errors.strip().splitlines()
            assert process.returncode == 1, command
            assert out == ""
            assert len(lines) == 4
            assert all(line.startswith("carteira: ") for line in lines)
            assert not any("changeme" in line for line in lines)
        assert {"weak_secret_key", "no_https", "any_host", "no_administrator"} <= set(book.wrong())
        assert "no place for a demo" in book.refusal("demo")
        assert not Path(f"{book.home}-demo").exists()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("CARTEIRA_ADDRESS", "crm.acme.com.br", "bad_variable"),
        ("CARTEIRA_ADDRESS", "https://crm.acme.com.br/crm", "bad_variable"),
        ("CARTEIRA_ADDRESS", "ftp://crm.acme.com.br", "bad_variable"),
        ("CARTEIRA_MAIL_URL", "mail.acme.com.br", "bad_mail_url"),
        ("CARTEIRA_MAIL_URL", "smtp://mail.acme.com.br:port", "bad_mail_url"),
    ],
)
def test_a_variable_that_cannot_be_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(CarteiraError) as refusal:
        configured.mail_settings() if "MAIL" in name else configured.site_address()
    assert refusal.value.code == code


@pytest.mark.parametrize("value", ["0", "-1", "ten", "", "1.5"])
def test_times_are_whole_numbers(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CARTEIRA_IDLE_MINUTES", value)
    with pytest.raises(CarteiraError, match="CARTEIRA_IDLE_MINUTES"):
        configured.number("CARTEIRA_IDLE_MINUTES")


def test_the_address_is_one_of_the_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARTEIRA_ADDRESS", "https://crm.acme.com.br/")
    monkeypatch.setenv("CARTEIRA_HOSTS", "localhost")
    assert configured.site_address() == "https://crm.acme.com.br"
    assert configured.hosts() == ["localhost", "crm.acme.com.br"]


@pytest.mark.parametrize(
    ("url", "host", "port", "ssl", "tls"),
    [
        ("smtp://u:p%40ss@mail.acme.com.br", "mail.acme.com.br", 587, False, True),
        ("smtps://u:p%40ss@mail.acme.com.br", "mail.acme.com.br", 465, True, False),
        ("smtp://localhost:25", "localhost", 25, False, False),
    ],
)
def test_mail_servers(monkeypatch: pytest.MonkeyPatch, url: str, host: str, port: int, ssl: bool, tls: bool) -> None:
    monkeypatch.setenv("CARTEIRA_MAIL_URL", url)
    found = configured.mail_settings()
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (ssl, tls)
    assert found["EMAIL_HOST_PASSWORD"] in ("p@ss", "")
