"""What the records say: the truth as each source writes it, with its errors."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.demo import vocabulary
from carteira.demo.catalogue import Employees
from carteira.demo.chance import happens, stream, zipf
from carteira.demo.people import SURNAME_TAIL, Entities, cities, other_addresses, surnames, tax_digits
from carteira.demo.records import CALL, CRM, ERP, SHOP, Records
from carteira.demo.text import Bools, Floats, Ints, blanked, chosen, days, decimals, digits, joined, patterned, pick
from carteira.demo.traits import Traits
from carteira.demo.world import SOURCES, World

CUSTOMER_COLUMNS = {
    ERP: "source_id kind name tax_id email phone birth_date street city state postal_code country parent_source_id"
    " owner team branch credit_limit created_on",
    SHOP: "source_id kind name given_name family_name tax_id email phone birth_date street city state postal_code"
    " country language created_on",
    CALL: "source_id name tax_id email phone birth_date city state created_on",
    CRM: "source_id kind name tax_id email phone street city state postal_code country parent_source_id owner team"
    " branch created_on",
}
MISHEARD = (
    ("souza", "sousa"), ("luiz", "luis"), ("thiago", "tiago"), ("matheus", "mateus"), ("ferreira", "fereira"),
    ("rezende", "resende"), ("correa", "correia"), ("teixeira", "texeira"), ("goncalves", "gonsalves"),
    ("vitor", "victor"), ("ss", "s"), ("nn", "n"), ("ll", "l"),
)  # fmt: skip
MISHEARD_SHARE = 0.35
SHARED_PHONES = 12
OTHER_BRANCHES = (20, 30)
"""A moved company's new branch number is so much higher: no other company of the group has it."""


def seen_customers(
    world: World, seed: int, chunk: int, entities: Entities, traits: Traits, records: Records, employees: Employees
) -> dict[int, pa.Table]:
    """Canonical customers by source."""
    chance = stream(seed, "seen", chunk)
    whole = _columns(world, chance, entities, traits, records, employees)
    tables = {}
    for source in range(len(SOURCES)):
        rows = pa.array(records.of_source(source))
        tables[source] = whole.take(rows).select(CUSTOMER_COLUMNS[source].split())
    return tables


def _columns(
    world: World,
    chance: np.random.Generator,
    entities: Entities,
    traits: Traits,
    records: Records,
    employees: Employees,
) -> pa.Table:
    entity, count = records.entity, len(records.entity)
    company = entities.company[entity]
    given, family, name = _names(world, chance, entities, records)
    street, city, postal_code = _addresses(world, chance, entities, records)
    email, phone = _contact_points(world, chance, entities, records)
    email, phone = _swapped(happens(chance, _of_source(world, "swapped", records) / 2, count), email, phone)
    given, family = _swapped(happens(chance, _of_source(world, "swapped", records), count) & ~company, given, family)
    birth = days(entities.born[entity], ~company & ~happens(chance, _of_source(world, "birth_missing", records), count))
    seller = traits.seller[entity]
    owned = (records.source == CRM) | traits.in_crm[entity]
    limit = np.round(traits.rate * traits.lines * (1 + traits.size) * 15)[entity].astype(np.int64) * 100
    return pa.table(
        {
            "source_id": records.ids,
            "kind": chosen(("person", "company"), company.astype(np.int64)),
            "name": name,
            "given_name": given,
            "family_name": family,
            "tax_id": _tax_ids(world, chance, entities, records),
            "email": email,
            "phone": phone,
            "birth_date": birth,
            "street": street,
            "city": chosen([city.name for city in cities()], city),
            "state": chosen([city.state for city in cities()], city),
            "postal_code": patterned(digits(postal_code, 8), "99999-999"),
            "country": pa.repeat("BR", count),
            "language": pa.repeat("pt-BR", count),
            "parent_source_id": _parents(chance, entities, records),
            "owner": chosen(employees.sellers, seller, owned),
            "team": chosen(employees.teams, employees.team_of_seller[seller], owned),
            "branch": chosen(employees.branches, traits.branch[entity]),
            "credit_limit": decimals(limit, 2, traits.invoiced[entity]),
            "created_on": days(records.created),
        }
    )


def _of_source(world: World, name: str, records: Records) -> Floats:
    return np.asarray(np.array([getattr(world.errors[source], name) for source in SOURCES])[records.source])


def _names(
    world: World, chance: np.random.Generator, entities: Entities, records: Records
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Given name, surname, whole name: after marriages, as heard or typed."""
    entity, count = pa.array(records.entity), len(records.entity)
    company = entities.company[records.entity]
    given, family, name = entities.given.take(entity), entities.family.take(entity), entities.name.take(entity)
    married = records.further & entities.woman[records.entity] & happens(chance, world.identity.married, count)
    family = pick(
        married, joined(family, chosen(surnames(), zipf(chance, len(surnames()), count, SURNAME_TAIL))), family
    )
    typed = happens(chance, _of_source(world, "typo", records), count)
    given = with_typos(chance, given, typed & ~company & (chance.random(count) < 0.5))
    family = with_typos(chance, family, typed & ~company)
    name = with_typos(chance, name, typed & company)
    name = pick(company, name, joined(given, family))
    heard = records.source == CALL
    return given, family, pick(heard, misheard(chance, name), name)


def with_typos(chance: np.random.Generator, column: pa.Array, rows: Bools) -> pa.Array:
    """The column with one letter lost, doubled, replaced or exchanged in the given rows."""
    places = np.flatnonzero(rows)
    if not len(places):
        return column
    kind, where = chance.integers(0, 4, len(places)), chance.random(len(places))
    letters = chance.integers(97, 123, len(places))
    wrong = []
    for text, how, at, letter in zip(column.take(pa.array(places)).to_pylist(), kind, where, letters, strict=True):
        wrong.append(_typo(text, int(how), float(at), chr(letter)))
    return pc.replace_with_mask(column, pa.array(rows), pa.array(wrong, pa.string()))


def _typo(text: str | None, how: int, at: float, letter: str) -> str | None:
    if text is None or len(text) < 4:
        return text
    place = 1 + int(at * (len(text) - 2))
    replacement = ("", text[place] * 2, letter, text[place + 1] + text[place])[how]
    return text[:place] + replacement + text[place + (2 if how == 3 else 1) :]


def misheard(chance: np.random.Generator, names: pa.Array) -> pa.Array:
    """Capitals without accents, a third of them spelt as they sound."""
    plain = pc.replace_substring_regex(pc.utf8_normalize(names, "NFKD"), r"\p{M}", "")
    sounds = pc.utf8_lower(plain)
    for written, heard in MISHEARD:
        sounds = pc.replace_substring(sounds, written, heard)
    return pc.utf8_upper(pick(happens(chance, MISHEARD_SHARE, len(names)), sounds, plain))


def _addresses(
    world: World, chance: np.random.Generator, entities: Entities, records: Records
) -> tuple[pa.Array, Ints, Ints]:
    entity, count = records.entity, len(records.entity)
    moved = records.further & happens(chance, world.identity.moved, count)
    new = other_addresses(chance, count)
    street = pick(moved, new.street, entities.address.street.take(pa.array(entity)))
    street = with_typos(chance, street, happens(chance, _of_source(world, "typo", records), count))
    own = entities.address
    return (
        street,
        np.where(moved, new.city, own.city[entity]),
        np.where(moved, new.postal_code, own.postal_code[entity]),
    )


def _contact_points(
    world: World, chance: np.random.Generator, entities: Entities, records: Records
) -> tuple[pa.Array, pa.Array]:
    """E-mail and telephone, each perhaps another one, a generic or shared one, or missing."""
    entity, count = records.entity, len(records.entity)
    email = entities.email.take(pa.array(entity))
    changed = joined(
        "x", joined(patterned(digits(chance.integers(0, 10_000, count), 4), "9999"), email, separator="."), separator=""
    )
    email = pick(records.further & happens(chance, world.identity.other_email, count), changed, email)
    email = with_typos(chance, email, happens(chance, _of_source(world, "typo", records) / 2, count))
    generic = chosen(vocabulary.GENERIC_MAILBOXES, chance.integers(0, len(vocabulary.GENERIC_MAILBOXES), count))
    email = pick(happens(chance, _of_source(world, "generic_email", records), count), generic, email)
    email = blanked(email, happens(chance, _of_source(world, "email_missing", records), count))
    area = entities.phone // 10 ** np.where(entities.phone >= 10**10, 9, 8)
    other = area[entity] * 10**9 + 9 * 10**8 + chance.integers(6 * 10**7, 10**8, count)
    number = np.where(
        records.further & happens(chance, world.identity.other_phone, count), other, entities.phone[entity]
    )
    shared = happens(chance, _of_source(world, "shared_phone", records), count)
    number = np.where(shared, entities.phone[chance.integers(0, min(SHARED_PHONES, len(entities)), count)], number)
    phone = written_phones(number, records.source)
    return email, blanked(phone, happens(chance, _of_source(world, "phone_missing", records), count))


def written_phones(number: Ints, source: Ints) -> pa.Array:
    """National numbers of 10 or 11 digits in the way of each source."""
    mobile = number >= 10**10
    ways = {ERP: "(99) 9{}-9999", SHOP: "999{}9999", CALL: "99 9{}9999", CRM: "+55 99 9{}-9999"}
    column: pa.Array = pa.nulls(len(number), pa.string())
    for place, way in ways.items():
        prefix, digits_only = ("+55", way[3:]) if way.startswith("+55") else ("", way)
        long = patterned(digits(number, 11), digits_only.format("9999"))
        short = patterned(digits(number, 10), digits_only.format("999"))
        column = pick(source == place, joined(prefix, pick(mobile, long, short), separator=""), column)
    return column


def _tax_ids(world: World, chance: np.random.Generator, entities: Entities, records: Records) -> pa.Array:
    entity, count = records.entity, len(records.entity)
    branch, serial = entities.branch[entity], entities.serial[entity]
    moved = records.further & happens(chance, world.identity.other_branch, count)
    branch = np.where(moved, branch + chance.integers(*OTHER_BRANCHES, count), branch)
    dotted = pick(entities.company[entity], tax_digits(True, serial, branch), tax_digits(False, serial, branch))
    plain = pc.replace_substring_regex(dotted, r"[./-]", "")
    bare = (records.source == CALL) | ((records.source == SHOP) & happens(chance, 0.6, count))
    written = pick(bare, plain, dotted)
    return blanked(written, happens(chance, _of_source(world, "tax_id_missing", records), count))


def _swapped(rows: Bools, first: pa.Array, second: pa.Array) -> tuple[pa.Array, pa.Array]:
    return pick(rows, second, first), pick(rows, first, second)


def _parents(chance: np.random.Generator, entities: Entities, records: Records) -> pa.Array:
    """The group's head in the same source, where both are known there and somebody noted it."""
    entity, count = records.entity, len(records.entity)
    head = entities.head[entity]
    place = records.first[records.source, head]
    noted = entities.company[entity] & (head != entity) & (place >= 0) & happens(chance, 0.8, count)
    return records.ids.take(pa.array(np.maximum(place, 0), mask=~noted))
