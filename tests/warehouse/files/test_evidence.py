"""What a file is known by can be shown, and every code that reading gives has its sentence."""

import re
from collections.abc import Callable
from pathlib import Path

from carteira.messages import messages, say
from carteira.warehouse import files
from carteira.warehouse.files.csv_file import REASONS

TEXT = "pedido;data;valor;descrição\n1;03/04/2025;1.234,56;Açaí\n2;31/05/2025;5;x\n"


def test_the_format_is_told_with_its_evidence(inspected: Callable) -> None:
    found = inspected(TEXT.encode("latin-1"))
    assert (found.kind, found.encoding, found.separator, found.quote) == ("csv", "latin-1", ";", '"')
    assert (found.decimal, found.thousands, found.date_order) == (",", ".", "dmy")
    assert found.header == ("pedido", "data", "valor", "descrição")
    assert [say(each.code, each.arguments) for each in found.evidence] == [
        "encoding latin-1 (such as in descrição)",
        "columns separated by ; (4 of them)",
        "decimal sign , (1.234,56 in line 2, valor)",
        "dates dmy (31/05/2025 in line 3, data)",
    ]


def test_what_is_in_doubt_is_said(inspected: Callable) -> None:
    found = inspected("a;b\n03/04/2025;1,234\n")
    assert (found.decimal, found.date_order) == ("ambiguous", "ambiguous")
    assert {each.code for each in found.evidence} >= {"decimal_ambiguous", "date_order_ambiguous"}


def test_dates_with_the_year_first_are_told(inspected: Callable) -> None:
    assert inspected("a\n2025-05-31\n").date_order == "ymd"
    assert inspected("a\nx\n").date_order is None


def test_every_error_and_rejection_code_has_its_sentence() -> None:
    folder = Path(files.__file__).parent
    source = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'(?:CarteiraError\(\s*|hint=|Evidence\()"([a-z0-9_]+)"', source))
    assert {"damaged_file", "save_as_csv", "one_column"} <= codes
    reasons = {"missing_value", "not_a_number", "number_out_of_range", "not_a_date", "ambiguous_date", "not_a_choice"}
    seen = {f"{name}_{what}" for name in ("decimal", "date_order") for what in ("seen", "mixed", "ambiguous")}
    assert codes | reasons | seen | {"scientific_id"} | set(REASONS[1:]) <= set(messages())
