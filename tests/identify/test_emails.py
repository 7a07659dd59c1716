import pyarrow as pa
import pytest

from carteira.identify.emails import standardise_emails


@pytest.mark.parametrize(
    ("written", "cleaned", "key"),
    [
        ("Ana.Maria+x@Gmail.com", "ana.maria+x@gmail.com", "anamaria@gmail.com"),
        ("Ana <ana@loja.com.br>", "ana@loja.com.br", "ana@loja.com.br"),
        ("joao@gmial.com", "joao@gmail.com", "joao@gmail.com"),
        ("joão@uol.com.br; outro@x.com", "joao@uol.com.br", "joao@uol.com.br"),
        ("nao@tem.com", None, None),
        ("não tem", None, None),
        (None, None, None),
    ],
)
def test_mailboxes_meet_under_one_key(written: str | None, cleaned: str | None, key: str | None) -> None:
    found = standardise_emails(pa.chunked_array([[written]], pa.string()))
    assert (found.cleaned[0].as_py(), found.key[0].as_py()) == (cleaned, key)
