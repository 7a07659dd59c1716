"""Names of persons and companies, folded to plain letters and cut into the parts that matching compares."""

import pyarrow as pa
import pyarrow.compute as pc
from anyascii import anyascii

from carteira.identify.arrow_sql import map_where, project
from carteira.identify.legal_forms import COMPANY_WORDS, UNAMBIGUOUS_FORMS, trailing_forms

PARTICLES = "da|de|do|das|dos|e|del|la|las|los|y|di|du|van|von|der|den"
TITLES = "sr|sra|srta|dr|dra|prof|profa|don|dona|mr|mrs|ms|miss|eng"
SUFFIXES = "filho|junior|neto|sobrinho|segundo|terceiro|ii|iii"
PLACEHOLDER_NAMES = (
    "consumidor( final)?|cliente( \\w)?|cliente (nao identificado|avulso|balcao|diversos)|nao informado|"
    "sem nome|teste|test|nome|null|none|na|"
    "consumidor nao identificado|diversos|venda balcao|balcao|anonimo|desconhecido|x+|publico en "
    "general|consumidor finale?|unknown"
)
PERSON_PARTS = ("key_given", "key_family", "key_middle", "key_suffix")


def fold(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Lower case plain ASCII: accents dropped, other scripts transliterated by anyascii. Null stays null."""
    plain = project(pa.table({"text": texts}), {"plain": "strip_accents(lower(trim(text)))"})["plain"]
    foreign = pc.invert(pc.string_is_ascii(plain))
    return map_where(plain, foreign, lambda text: anyascii(text).lower())


def infer_kind(table: pa.Table) -> pa.ChunkedArray:
    """Per row of (kind, tax_kind, name (folded), given_name, family_name, birth_date): "company" or "person", or null
    where nothing tells. The tax id decides before the source's own kind: numbers are checked, columns are typed in."""
    company_name = (
        f"regexp_matches(plain, '(^| )({UNAMBIGUOUS_FORMS})$') OR regexp_matches(plain, '(^| )({COMPANY_WORDS})( |$)')"
    )
    slashed = "regexp_replace(rtrim(name, '. '), '([a-z])\\. ?([a-z])$', '\\1/\\2')"
    plain = (
        f"trim(regexp_replace(regexp_replace(replace({slashed}, '.', ''), '[^a-z0-9/ ]', ' ', 'g'), ' +', ' ', 'g'))"
    )
    return project(
        table,
        {"plain": plain},
        {
            "kind": f"""CASE WHEN tax_kind IS NOT NULL THEN tax_kind
                WHEN kind IS NOT NULL THEN kind
                WHEN birth_date IS NOT NULL THEN 'person'
                WHEN {company_name} THEN 'company'
                WHEN given_name IS NOT NULL AND family_name IS NOT NULL THEN 'person' END"""
        },
    )["kind"]


def person_parts(names: pa.ChunkedArray) -> pa.Table:
    """Folded names of persons cut into key_given (first word), key_family (last word), key_middle (words between, ""
    for none) and key_suffix (Filho, Junior, Neto ...: father and son differ by it). Particles and titles are dropped;
    "Silva, Maria" is read as "Maria Silva". Null where the name is missing or a placeholder."""
    return project(
        pa.table({"name": names}),
        {"text": "regexp_replace(name, '^\\s*([^,]+),\\s*([^,]+)$', '\\2 \\1')"},
        {"text": "trim(regexp_replace(replace(text, '''', ''), '[^a-z ]+', ' ', 'g'))"},
        {"text": f"CASE WHEN text <> '' AND NOT regexp_full_match(text, '{PLACEHOLDER_NAMES}') THEN text END"},
        {"text": "regexp_replace(text, '(^| )jr$', '\\1junior')"},
        {
            "words": (
                f"list_filter(string_split_regex(text, ' +'), lambda word: NOT regexp_full_match(word, '{PARTICLES}'))"
            )
        },
        {
            "words": (
                f"CASE WHEN len(words) > 1 AND regexp_full_match(words[1], '{TITLES}') THEN words[2:] ELSE words END"
            )
        },
        {"suffix": f"CASE WHEN len(words) > 2 AND regexp_full_match(words[-1], '{SUFFIXES}') THEN words[-1] END"},
        {"words": "CASE WHEN suffix IS NOT NULL THEN words[:-2] ELSE words END"},
        {
            "key_given": "words[1]",
            "key_family": "CASE WHEN len(words) > 1 THEN words[-1] END",
            "key_middle": "CASE WHEN words IS NOT NULL THEN coalesce(array_to_string(words[2:-2], ' '), '') END",
            "key_suffix": "suffix",
        },
    )


def company_core(names: pa.ChunkedArray, country: str) -> pa.ChunkedArray:
    """Folded names of companies without legal form (of `country` first, then of all), particles, punctuation and
    registration numbers; words in their order. Null where the name is missing or a placeholder."""
    form = f"'(^| )({trailing_forms(country)})$'"
    strip_form = {"shorter": f"trim(regexp_replace(core, {form}, ''))"}
    keep = {"core": "CASE WHEN shorter <> '' THEN shorter ELSE core END"}
    particles = "lambda word: NOT regexp_full_match(word, 'da|de|do|das|dos|e|del|la|las|los|y|the|and|of')"
    return project(
        pa.table({"name": names}),
        {"core": "regexp_replace(replace(name, '''', ''), '([a-z])[./]([a-z])\\b', '\\1\\2', 'g')"},
        {
            "core": (
                "trim(regexp_replace(regexp_replace(replace(core, '.', ''), '[0-9]{8,}', ''), '[^a-z0-9]+', ' ', 'g'))"
            )
        },
        {"core": f"CASE WHEN core <> '' AND NOT regexp_full_match(core, '{PLACEHOLDER_NAMES}') THEN core END"},
        strip_form,
        keep,
        strip_form,
        keep,
        {"words": f"list_filter(string_split(core, ' '), {particles})"},
        {"core": "CASE WHEN len(words) > 0 THEN array_to_string(words, ' ') ELSE core END"},
    )["core"]
