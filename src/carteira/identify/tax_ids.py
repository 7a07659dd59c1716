"""Tax ids: cleaned, and kept apart by whether their check digits hold."""

from importlib import import_module
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from stdnum.exceptions import ValidationError

from carteira.identify.arrow_sql import map_where, project

MODULES: dict[str, tuple[tuple[str, str], ...]] = {
    "AR": (("ar.cuit", ""), ("ar.dni", "person")),
    "CL": (("cl.rut", ""),),
    "CO": (("co.nit", ""),),
    "EC": (("ec.ruc", "company"), ("ec.ci", "person")),
    "ES": (("es.cif", "company"), ("es.dni", "person"), ("es.nie", "person")),
    "FR": (("fr.siret", "company"), ("fr.siren", "company"), ("fr.tva", "company")),
    "DE": (("de.vat", "company"), ("de.idnr", "person")),
    "GB": (("gb.vat", "company"), ("gb.utr", "")),
    "IT": (("it.codicefiscale", "person"), ("it.iva", "company")),
    "MX": (("mx.rfc", ""), ("mx.curp", "person")),
    "PE": (("pe.ruc", ""), ("pe.cui", "person")),
    "PT": (("pt.nif", ""),),
    "PY": (("py.ruc", ""),),
    "US": (("us.ein", "company"), ("us.ssn", "person")),
    "UY": (("uy.rut", "company"),),
    "VE": (("ve.rif", ""),),
}
"""Country -> (module of python-stdnum, kind of customer that it numbers), tried in order."""

PLACEHOLDERS = "0*|1*|2*|3*|4*|5*|6*|7*|8*|9*|X*|N/?A|NAO.*|ISENTO|NONE|NULL|12345678909"
"""What is written where there is no tax id, as a pattern over capitals and digits."""

_CPF = (np.array([10, 9, 8, 7, 6, 5, 4, 3, 2]), np.array([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]))
_CNPJ = (np.array([5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]), np.array([6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]))


class TaxIds(NamedTuple):
    """Aligned columns. `cleaned`: letters and digits only, null when empty or a placeholder; `valid`: with its
    country's prefix, null unless the check digits hold; `kind`: person, company or null, as far as the number tells."""

    cleaned: pa.ChunkedArray
    valid: pa.ChunkedArray
    kind: pa.ChunkedArray


def standardise_tax_ids(tax_ids: pa.ChunkedArray, countries: pa.ChunkedArray) -> TaxIds:
    """Tax ids of the countries (ISO 3166 alpha-2) of the same rows. CPF and CNPJ (also the alphanumeric CNPJ of 2026)
    are checked here in bulk, by the rule of Receita Federal; other countries by python-stdnum on distinct values."""
    table = pa.table({"tax_id": tax_ids, "country": countries})
    raw = "upper(regexp_replace(tax_id, '[^0-9A-Za-z]', '', 'g'))"
    table = project(
        table,
        {"cleaned": raw},
        {"cleaned": f"CASE WHEN NOT regexp_full_match(cleaned, '{PLACEHOLDERS}') THEN cleaned END"},
        {
            "cleaned": "cleaned",
            "country": "country",
            "size": "coalesce(CASE WHEN country = 'BR' THEN length(cleaned) END, 0)",
            "padded": (
                "CASE WHEN country = 'BR' AND length(cleaned) BETWEEN 8 AND 14 THEN lpad(cleaned, 14, '0') "
                "ELSE repeat('0', 14) END"
            ),
        },
    )
    cleaned, valid, kind = _brazilian(table)
    foreign = pc.and_(pc.not_equal(table["country"], "BR"), pc.is_valid(table["cleaned"]))
    if pc.any(foreign).as_py():
        tagged = pc.binary_join_element_wise(table["country"], cleaned, ":")
        checked = map_where(tagged, foreign, _check_foreign)
        valid = pc.if_else(foreign, pc.replace_substring_regex(checked, "^[a-z]*:|^-$", ""), valid)
        kind = pc.if_else(foreign, pc.replace_substring_regex(checked, ":.*|^-$", ""), kind)
        valid, kind = (
            pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column) for column in (valid, kind)
        )
    return TaxIds(cleaned, valid, kind)


def check_cpf(digits: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Which rows of (n, 11) digit values are valid CPFs: modulo 11, remainders 10 read as 0, not all digits equal."""
    return _check(digits, _CPF) & (digits != digits[:, :1]).any(axis=1)


def check_cnpj(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Which rows of (n, 14) character values (code point - 48, so "A" is 17) are valid CNPJs."""
    return _check(values, _CNPJ) & (values[:, 12:] <= 9).all(axis=1) & (values != values[:, :1]).any(axis=1)


def _check(values: npt.NDArray[np.uint8], weights: tuple[npt.NDArray[np.int64], ...]) -> npt.NDArray[np.bool_]:
    good = np.ones(len(values), bool)
    for weight in weights:
        rest = (values[:, : len(weight)].astype(np.int16) @ weight.astype(np.int16)) % 11
        good &= values[:, len(weight)] == np.where(rest < 2, 0, 11 - rest)
    return good


def _brazilian(table: pa.Table) -> TaxIds:
    size = table["size"].to_numpy()
    padded = pc.replace_substring_regex(table["padded"], "[^0-9A-Z]", "0").combine_chunks()
    text = np.frombuffer(padded.cast(pa.binary(14)).buffers()[1], np.uint8).reshape(-1, 14)
    values = text - 48
    numeric = (values <= 9).all(axis=1)
    short = (size >= 8) & (size <= 11)
    cnpj = (numeric & (size >= 12) | (size == 14)) & check_cnpj(values)
    padded_cpf = (size == 14) & (values[:, :3] == 0).all(axis=1)
    cpf = ~cnpj & numeric & (short | padded_cpf) & check_cpf(values[:, 3:])
    is_cpf, is_cnpj = pa.array(cpf), pa.array(cnpj)
    none = pa.scalar(None, pa.string())
    plain = pc.if_else(is_cpf, pc.utf8_slice_codeunits(padded, 3, 14), padded)
    either = pa.array(cpf | cnpj)
    cleaned = pc.if_else(either, plain, table["cleaned"].combine_chunks())
    valid = pc.if_else(either, pc.binary_join_element_wise("BR", plain, ""), none)
    kind = pc.if_else(is_cpf, "person", pc.if_else(is_cnpj, "company", none))
    return TaxIds(*(pa.chunked_array([column]) for column in (cleaned, valid, kind)))


def _check_foreign(tagged: str) -> str:
    """Country:number -> kind:prefixed number, or "-" when no rule of the country accepts it."""
    country, number = tagged.split(":", 1)
    for module, kind in MODULES.get(country, ()):
        try:
            return f"{kind}:{country}{import_module(f'stdnum.{module}').validate(number)}"
        except ValidationError:
            continue
    return "-"
