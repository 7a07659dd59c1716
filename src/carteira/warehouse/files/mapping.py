"""Which column of a file is which column of a canonical table, and how the file's values are to be read."""

import json
import tomllib
import unicodedata
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from carteira.errors import CarteiraError
from carteira.warehouse.facts import Column, FactTable
from carteira.warehouse.files.format import DATE_ORDERS, ENCODINGS
from carteira.warehouse.files.synonyms import SYNONYMS
from carteira.warehouse.files.text import known_encoding

FORMAT_CHOICES: dict[str, tuple[str, ...]] = {
    "encoding": ENCODINGS,
    "decimal": (".", ","),
    "date_order": DATE_ORDERS,
}
TEXT_CHOICES = ("integer", "as_is")
SIMILAR = 0.85
"""Share of equal characters from which two names count as similar."""

Texts = AnyMapping[str, str]
_SIMPLE = (str, int, float, date)


@dataclass(frozen=True)
class Mapping:
    """How a file becomes a canonical table. Columns are named as the contract names them (`Column.file_name`).

    `columns`: the file's name of each; a column not given is recognised by its own name. `constants`: the value of a
    column that the file lacks. `values`: what a value of a column stands for. `text`: "integer" for a text column whose
    whole numbers are written with ".0", "as_is" where that is not to be touched. `format`: encoding, separator, quote,
    decimal, date_order or sheet, where the file is not to be asked. `reasons`: why each column was suggested: exact,
    synonym or similar.
    """

    columns: Texts = field(default_factory=dict)
    constants: Texts = field(default_factory=dict)
    values: AnyMapping[str, Texts] = field(default_factory=dict)
    text: Texts = field(default_factory=dict)
    format: Texts = field(default_factory=dict)
    reasons: Texts = field(default_factory=dict)

    @classmethod
    def from_toml(cls, source: Path | str) -> "Mapping":
        """The mapping of a TOML file (a Path) or text (docs/reference/mapping.md). Raises CarteiraError for what it is
        not."""
        try:
            sections = tomllib.loads(source.read_text("utf-8") if isinstance(source, Path) else source)
        except OSError as error:
            raise CarteiraError("file_not_found", hint="check_the_name", file=str(source)) from error
        except (ValueError, RecursionError) as error:
            raise CarteiraError("mapping_not_toml", hint="see_mapping_reference", detail=str(error)) from error
        for section, content in sections.items():
            if section not in {"columns", "constants", "values", "text", "format"}:
                raise CarteiraError("mapping_unknown_section", hint="see_mapping_reference", section=section)
            _check_section(section, content)
        values = {column: {k: str(v) for k, v in texts.items()} for column, texts in sections.pop("values", {}).items()}
        texts = {name: {k: str(v) for k, v in content.items()} for name, content in sections.items()}
        return cls(values=values, **texts)

    def to_toml(self) -> str:
        """The mapping as TOML text that `from_toml` reads back, without the reasons."""
        sections = {"columns": self.columns, "constants": self.constants, "text": self.text, "format": self.format}
        sections |= {f"values.{_toml_text(column)}": texts for column, texts in self.values.items()}
        return "\n".join(
            "\n".join([f"[{name}]", *(f"{_toml_text(key)} = {_toml_text(text)}" for key, text in content.items())])
            for name, content in sections.items()
            if content
        )

    @classmethod
    def suggest(cls, table: FactTable, header: Sequence[str]) -> "Mapping":
        """The likeliest column of the file for each column of the table, each file column used once."""
        columns: dict[str, str] = {}
        reasons: dict[str, str] = {}
        for reason, fits in (("exact", _exact), ("synonym", _synonym), ("similar", _similar)):
            for column in table.columns:
                free = [name for name in header if name and name not in columns.values()]
                found = None if column.file_name in columns else fits(column, free)
                if found:
                    columns[column.file_name], reasons[column.file_name] = found, reason
        return cls(columns=columns, reasons=reasons)

    def places(self, table: FactTable, header: Sequence[str]) -> dict[str, int]:
        """Stored column name -> place in the header, of every column that the file has.

        Raises one CarteiraError that names the unknown columns, the repeated ones, or the required ones that are
        missing.
        """
        self._check_names(table)
        columns = dict(self.columns)
        taken = {_plain(name) for name in columns.values()}
        for column in table.columns:
            if column.file_name not in columns and column.file_name not in self.constants:
                found = _exact(column, [name for name in header if _plain(name) not in taken])
                if found:
                    columns[column.file_name] = found
        _check_header(table, columns, self.constants, header)
        given = [column for column in table.columns if column.file_name in columns]
        return {column.name: header.index(columns[column.file_name]) for column in given}

    def _check_names(self, table: FactTable) -> None:
        known = [column.file_name for column in table.columns]
        named = [*self.columns, *self.constants, *self.values, *self.text]
        if unknown := [name for name in dict.fromkeys(named) if name not in known]:
            raise CarteiraError(
                "mapping_unknown_columns", table=table.name, columns=", ".join(unknown), known=", ".join(known)
            )
        if twice := [name for name in self.constants if name in self.columns]:
            raise CarteiraError("mapping_twice", hint="see_mapping_reference", columns=", ".join(twice))


def _toml_text(text: str) -> str:
    """A TOML basic string. JSON's is one too, but for the character DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _check_section(section: str, content: Any) -> None:
    if not isinstance(content, dict):
        raise CarteiraError("mapping_unknown_section", hint="see_mapping_reference", section=section)
    for name, value in content.items():
        if not _fits(section, name, value):
            arguments = {"section": section, "name": name, "value": str(value)}
            raise CarteiraError("mapping_bad_value", hint="see_mapping_reference", **arguments)


def _fits(section: str, name: str, value: Any) -> bool:
    """Whether the mapping may say `name = value` in the section."""
    if section == "values":
        return isinstance(value, dict) and all(_is_simple(text) for text in value.values())
    if not _is_simple(value):
        return False
    if section == "text":
        return value in TEXT_CHOICES
    if section != "format":
        return True
    text = known_encoding(str(value)) if name == "encoding" else str(value)
    if name == "separator":
        return bool(text) and (text.isprintable() or text == "\t")
    if name == "quote":
        return len(text) <= 1 and text.isascii()
    return name == "sheet" or text in FORMAT_CHOICES.get(name, ())


def _is_simple(value: Any) -> bool:
    """Whether it is one value that a cell could hold."""
    return isinstance(value, _SIMPLE) and "\0" not in str(value)


def _check_header(table: FactTable, columns: Texts, constants: Texts, header: Sequence[str]) -> None:
    available = ", ".join(name for name in header if name)
    unknown = [name for name in columns.values() if name not in header]
    missing = [
        column.file_name
        for column in table.required
        if column.file_name not in columns and column.file_name not in constants
    ]
    if unknown or missing:
        code = "columns_unknown" if unknown else "columns_missing"
        raise CarteiraError(
            "columns_unknown_and_missing" if unknown and missing else code,
            hint="map_the_columns",
            table=table.name,
            unknown=", ".join(unknown),
            missing=", ".join(missing),
            available=available,
        )
    if repeated := sorted({name for name in columns.values() if list(header).count(name) > 1}):
        raise CarteiraError("columns_repeated", hint="rename_the_columns", columns=", ".join(repeated))


def _exact(column: Column, names: Sequence[str]) -> str | None:
    return next((name for name in names if _plain(name) == _plain(column.file_name)), None)


def _synonym(column: Column, names: Sequence[str]) -> str | None:
    plain = {_plain(name): name for name in reversed(names)}
    return next((plain[_plain(other)] for other in SYNONYMS.get(column.name, ()) if _plain(other) in plain), None)


def _similar(column: Column, names: Sequence[str]) -> str | None:
    known = [_plain(name) for name in (column.file_name, *SYNONYMS.get(column.name, ()))]
    scored = [(max(_likeness(_plain(name), other) for other in known), name) for name in names]
    score, name = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return name if score >= SIMILAR else None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio() if min(len(one), len(other)) > 3 else 0.0


def _plain(name: str) -> str:
    """The name without accents, case, spaces and signs."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
