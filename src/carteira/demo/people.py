"""Who the customers are in truth: names, documents, contact points, addresses, households and groups."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.demo import vocabulary
from carteira.demo.chance import happens, stream, weighted, zipf
from carteira.demo.identifiers import cnpj, cpf
from carteira.demo.text import Bools, Ints, chosen, digits, joined, patterned, pick
from carteira.demo.world import Identity

SURNAME_TAIL = 1.05
"""Power of the surnames' frequencies: the common ones are three quarters of all."""
DAYS_OF_LIFE = (19 * 365, 82 * 365)
DAYS_OF_A_SON = (19 * 365, 46 * 365)
DAYS_BETWEEN = (22 * 365, 36 * 365)
"""Between the births of father and son."""


@dataclass(frozen=True)
class Address:
    """Where somebody is: arrays by entity."""

    street: pa.StringArray
    city: Ints
    postal_code: Ints


@dataclass(frozen=True)
class Entities:
    """The true customers of a chunk: arrays by entity. `family`: surnames with their particles, null for companies;
    `phone`: national number; `born`: day; `head`: position of the first of the household or group; `household`,
    `group`: its number in the company, -1 for none."""

    company: Bools
    given: pa.StringArray
    family: pa.StringArray
    name: pa.StringArray
    woman: Bools
    serial: Ints
    branch: Ints
    email: pa.StringArray
    phone: Ints
    born: Ints
    address: Address
    head: Ints
    household: Ints
    group: Ints

    def __len__(self) -> int:
        return len(self.company)


@dataclass(frozen=True)
class City:
    name: str
    state: str
    area_code: int
    postal_code: int
    weight: float


@cache
def cities() -> tuple[City, ...]:
    rows = (row.split(";") for row in vocabulary.CITIES)
    return tuple(
        City(name, state, int(code), int(post) * 1000, float(weight)) for name, state, code, post, weight in rows
    )


def folded(text: str) -> str:
    """Lower-case letters and digits only, without accents: what e-mail addresses are made of."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalnum())


@cache
def surnames() -> tuple[str, ...]:
    """The common surnames, then a long tail of rare ones put together from syllables."""
    chance = np.random.default_rng(20_261_101)
    starts = "Ba Be Bo Bra Ca Cor Da Fa Fe Fra Ga La Le Lo Ma Me Mo Na Ne Pa Pe Pi Pra Ra Re Ri Ro Se Ta Te Ti".split()
    middles = "bi bo ca che di do ga gli la le li lo ma mi na ne ni no ra re ri ro sca si ta te ti to va vi za".split()
    ends = "ni ti lli tto ski lin ra rdi ez es nha tti ssi ner mann le".split()
    rare = {
        f"{starts[a]}{middles[b]}{middles[c] if c < len(middles) else ''}{ends[d]}"
        for a, b, c, d in chance.integers(0, (len(starts), len(middles), len(middles) * 2, len(ends)), (4000, 4))
    }
    return (*vocabulary.SURNAMES, *sorted(rare - set(vocabulary.SURNAMES)))


def make_entities(seed: int, chunk: int, first: int, company: Bools, shape: Identity, today: int) -> Entities:
    """The entities of a chunk, the first of them with number `first`; `today` in days since 1970."""
    chance = stream(seed, "people", chunk)
    count = len(company)
    head = _heads(chance, company, shape)
    lives_with = head != np.arange(count)
    address = _shared_address(_addresses(chance, count), head, lives_with & ~company)
    woman = happens(chance, 0.5, count)
    son = lives_with & ~company & ~woman[head]
    son &= happens(chance, 2 * shape.father_and_son / max(shape.household_share, 1e-9), count)
    woman &= ~son
    given, family, last = _person_names(chance, woman, head, lives_with, son)
    born = today - chance.integers(*DAYS_OF_LIFE, count)
    born[son] = today - chance.integers(*DAYS_OF_A_SON, count)[son]
    born[head[son]] = born[son] - chance.integers(*DAYS_BETWEEN, count)[son]
    trade_name, slug = _company_names(chance, count, head, company & lives_with)
    phone = _phones(chance, address.city, company)
    serial = first + np.where(company & lives_with, head, np.arange(count))
    place = np.arange(count) - head
    return Entities(
        company=company,
        given=pick(company, pa.nulls(count, pa.string()), given),
        family=pick(company, pa.nulls(count, pa.string()), family),
        name=pick(company, trade_name, joined(given, family)),
        woman=woman & ~company,
        serial=serial,
        branch=np.where(company & lives_with, place + 1, 1),
        email=_emails(chance, company, given, last, slug),
        phone=phone,
        born=born,
        address=address,
        head=head,
        household=np.where(~company & _is_several(head, lives_with), first + head, -1),
        group=np.where(company & _is_several(head, lives_with), first + head, -1),
    )


def tax_digits(company: bool, serial: Ints, branch: Ints) -> pa.StringArray:
    """CNPJ or CPF with points and dashes."""
    if company:
        return patterned(cnpj(serial, branch), "99.999.999/9999-99")
    return patterned(cpf(serial), "999.999.999-99")


def _heads(chance: np.random.Generator, company: Bools, shape: Identity) -> Ints:
    """Position of the first of each one's household or group: neighbours of one kind, run together at random."""
    own_kind = np.where(company, company.mean(), 1 - company.mean())
    joins = np.where(company, shape.group_share, shape.household_share) / 2 / np.maximum(own_kind, 0.1)
    same_kind = np.r_[False, company[1:] == company[:-1]]
    begins = ~(same_kind & happens(chance, joins, len(company)))
    return np.asarray(np.maximum.accumulate(np.where(begins, np.arange(len(company)), 0)), dtype=np.int64)


def _is_several(head: Ints, follows: Bools) -> Bools:
    """In a household or group of at least two."""
    followed = np.zeros(len(head), bool)
    followed[head[follows]] = True
    return follows | followed


def _addresses(chance: np.random.Generator, count: int) -> Address:
    city = weighted(chance, [city.weight for city in cities()], count)
    street = joined(
        chosen(vocabulary.STREET_KINDS, chance.integers(0, len(vocabulary.STREET_KINDS), count)),
        chosen(vocabulary.STREET_NAMES, zipf(chance, len(vocabulary.STREET_NAMES), count, 0.6)),
    )
    street = joined(street, pa.array(chance.integers(1, 2500, count)).cast(pa.string()), separator=", ")
    lowest = np.array([city.postal_code for city in cities()])
    return Address(street, city, lowest[city] + chance.integers(0, 4000, count))


def other_addresses(chance: np.random.Generator, count: int) -> Address:
    """New addresses for those who move."""
    return _addresses(chance, count)


def _shared_address(own: Address, head: Ints, shared: Bools) -> Address:
    source = np.where(shared, head, np.arange(len(head)))
    return Address(own.street.take(pa.array(source)), own.city[source], own.postal_code[source])


def _person_names(
    chance: np.random.Generator, woman: Bools, head: Ints, lives_with: Bools, son: Bools
) -> tuple[pa.StringArray, pa.StringArray, Ints]:
    """Given names, surnames with particles, and the position of the last surname."""
    count = len(woman)
    women = chosen(vocabulary.WOMEN, zipf(chance, len(vocabulary.WOMEN), count))
    men = chosen(vocabulary.MEN, zipf(chance, len(vocabulary.MEN), count))
    second_women = chosen(vocabulary.WOMEN, zipf(chance, len(vocabulary.WOMEN), count))
    second_men = chosen(vocabulary.MEN, zipf(chance, len(vocabulary.MEN), count))
    two = happens(chance, 0.28, count)
    second = pick(two, pick(woman, second_women, second_men), pa.nulls(count, pa.string()))
    given = joined(pick(woman, women, men), second)
    last = zipf(chance, len(surnames()), count, SURNAME_TAIL)
    last = np.where(lives_with, last[head], last)
    middle = _surname(chance, zipf(chance, len(surnames()), count, SURNAME_TAIL))
    two_surnames = happens(chance, 0.55, count)
    family = joined(pick(two_surnames, middle, pa.nulls(count, pa.string())), _surname(chance, last))
    source = pa.array(np.where(son, head, np.arange(count)))
    given, family = given.take(source), family.take(source)
    suffix = chosen(vocabulary.SUFFIXES, chance.integers(0, len(vocabulary.SUFFIXES), count))
    has_suffix = ~woman & happens(chance, np.where(son, 0.5, 0.015), count)
    return given, pick(has_suffix, joined(family, suffix), family), last


def _surname(chance: np.random.Generator, index: Ints) -> pa.StringArray:
    """Surnames, most of those that go with a particle with theirs."""
    particle = {surname: particle for particle, names in vocabulary.PARTICLES.items() for surname in names}
    whole = [f"{particle[surname]} {surname}" if surname in particle else surname for surname in surnames()]
    return pick(happens(chance, 0.65, len(index)), chosen(whole, index), chosen(surnames(), index))


def _company_names(
    chance: np.random.Generator, count: int, head: Ints, in_group: Bools
) -> tuple[pa.StringArray, pa.StringArray]:
    """Registered names, and the part of the e-mail domain."""
    source = np.where(in_group, head, np.arange(count))
    trade = zipf(chance, len(vocabulary.TRADES), count, 0.5)[source]
    name = zipf(chance, len(vocabulary.TRADE_NAMES), count, 0.4)[source]
    family = zipf(chance, len(surnames()), count, 0.8)[source]
    style = chance.integers(0, 3, count)[source]
    none = pa.nulls(count, pa.string())
    named = pick(style != 1, chosen(vocabulary.TRADE_NAMES, name), none)
    owned = pick(style != 0, chosen(surnames(), family), none)
    form = chosen(vocabulary.LEGAL_FORMS, chance.integers(0, len(vocabulary.LEGAL_FORMS), count)[source])
    slug = joined(
        chosen([folded(word)[:9] for word in vocabulary.TRADES], trade),
        chosen([folded(word) for word in vocabulary.TRADE_NAMES], name),
        chosen([folded(word) for word in surnames()], family),
        separator="",
    )
    return joined(chosen(vocabulary.TRADES, trade), named, owned, form), slug


def _phones(chance: np.random.Generator, city: Ints, company: Bools) -> Ints:
    """National numbers: 11 digits (mobile), or 10 (fixed lines of companies)."""
    count = len(city)
    area = np.array([city.area_code for city in cities()])[city]
    mobile = area * 10**9 + 9 * 10**8 + chance.integers(6 * 10**7, 10**8, count)
    fixed = area * 10**8 + chance.integers(32 * 10**6, 39 * 10**6, count)
    return np.asarray(np.where(company & happens(chance, 0.6, count), fixed, mobile), dtype=np.int64)


def _emails(
    chance: np.random.Generator, company: Bools, given: pa.StringArray, last: Ints, slug: pa.StringArray
) -> pa.StringArray:
    count = len(company)
    first = pc.utf8_lower(pc.list_element(pc.split_pattern(given, " ", max_splits=1), 0))
    plain = sorted({*vocabulary.WOMEN, *vocabulary.MEN})
    first = chosen(
        [folded(word) for word in plain], pc.index_in(first, pa.array([word.lower() for word in plain])).to_numpy()
    )
    surname = chosen([folded(word) for word in surnames()], last)
    number = patterned(digits(chance.integers(0, 1000, count), 3), "999")
    number = pick(happens(chance, 0.6, count), number, pa.nulls(count, pa.string()))
    dotted = joined(first, surname, separator=".")
    provider = chosen(vocabulary.MAIL_PROVIDERS, zipf(chance, len(vocabulary.MAIL_PROVIDERS), count))
    personal = joined(joined(joined(dotted, number, separator=""), provider, separator="@"), "example", separator=".")
    mailbox = chosen(("contato", "compras", "financeiro", "atendimento"), chance.integers(0, 4, count))
    business = joined(joined(mailbox, slug, separator="@"), "example", separator=".")
    return pick(company, business, personal)
