"""SQL in anything that a person or program may write beside the address: it is a text, and nothing else."""

from urllib.parse import quote, urlencode

import pytest

from tests.access.fingerprint import fingerprint
from tests.access.world import World

pytestmark = pytest.mark.django_db

SQL = (
    "'", '"', "';--", "1; DROP TABLE accounts_user", "' OR '1'='1", '" OR 1=1 --', "profit) OR (1=1",
    "(SELECT name FROM whole.customer_card)", "name UNION SELECT password FROM accounts_user",
    "profit DESC, (SELECT 1)",
    "read_csv('/etc/passwd')", "'; ATTACH '/tmp/x.db' AS x; --", "'||(SELECT tax_id FROM customer_golden LIMIT 1)||'",
    "pg_sleep(5)", "'; SELECT pg_sleep(5); --", "randomblob(1000000000)", "\0", "%00", "\\", "${jndi:x}",
    "{{7*7}}", "%s%n",
)  # fmt: skip
PAGES = {
    "/customers/": ("sort", "category", "owner", "team", "status", "page", "flag", "cause", "source", "columns", "view",
                    "find", "profit__lt", "profit__DROP", "name__contains", "city__is"),
    "/portfolio/": ("owner", "team", "branch", "kind"),
    "/clean-portfolio/": ("owner", "team", "page"),
    "/loads/": ("sort", "page"),
    "/settings/audit/": ("action", "person", "since", "until", "page"),
    "/settings/people/": ("role", "team", "page"),
    "/api/v1/customers": ("sort", "fields", "cursor", "limit", "profit__lt", "owner__is"),
    "/api/v1/loads": ("cursor", "limit"),
    "/api/v1/tables/customer_card": ("cursor", "limit", "columns", "customer_id"),
}  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_parameter_reaches_the_database_as_sql(world: World, path: str) -> None:
    client = world.client("root", raise_request_exception=False)
    before = fingerprint(world.home)
    for name in PAGES[path]:
        for text in SQL:
            answer = client.get(f"{path}?{urlencode({name: text})}")
            assert answer.status_code < 500, (name, text)
            assert "root:x:0" not in answer.content.decode(errors="replace")
    assert fingerprint(world.home) == before


@pytest.mark.parametrize("text", SQL)
def test_no_search_word_does_either(world: World, text: str) -> None:
    client = world.client("alice", raise_request_exception=False)
    for path, name in (("/search/", "q"), ("/customers/find/", "q")):
        answer = client.post(path, {name: text})
        assert answer.status_code < 500
        assert "Boreal" not in answer.content.decode(errors="replace")


@pytest.mark.parametrize(
    "path", ["/customers/{}/", "/loads/{}/", "/loads/jobs/{}/", "/settings/roles/{}/", "/api/v1/customers/{}"]
)
def test_no_part_of_an_address_does_either(world: World, path: str) -> None:
    client = world.client("root", raise_request_exception=False)
    for text in (*SQL, "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "1' OR '1'='1"):
        assert client.get(path.format(quote(text, safe=""))).status_code < 500
