"""A made-up company with three sources, independent of the demo: the records of each customer, and which customer it
truly is."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import pyarrow as pa

GIVEN = (
    "Maria José Ana João Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Gabriel Rafael Daniel "
    "Marcelo Bruno Eduardo Felipe Raimundo Rodrigo "
    "Manoel Mateus André Fernando Fábio Leonardo Gustavo Guilherme Leandro Tiago Anderson Ricardo "
    "Márcio Jorge Adriana Juliana Márcia Fernanda Patrícia "
    "Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia Luciana Vanessa Mariana Vera Vitória "
    "Larissa Cláudia Beatriz Rita Sônia Renata Simone"
).split()
FAMILY = (
    "Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins "
    "Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa "
    "Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves "
    "Santana Teixeira Araújo Pinto Cavalcanti Monteiro "
    "Zanetti Bianchi Colombo Müller Schmidt Tanaka Haddad Kowalski Petrov Gallo Duarte Peixoto Quaresma "
    "Bittencourt Vasconcelos Figueiredo Guimarães"
).split()
TRADES = (
    "Padaria Mercado Farmácia Transportes Metalúrgica Construtora Clínica Escola Oficina Restaurante "
    "Distribuidora Papelaria"
).split()
BRANDS = (
    "Aurora Horizonte União Central Progresso Estrela Imperial Pioneira Nova Irmãos Jorge Vista Alvorada Serrana"
).split()
FORMS = ("LTDA", "Ltda - ME", "S/A", "EIRELI", "Ltda.", "EPP")
CITIES = (
    ("São Paulo", "SP", 11),
    ("Campinas", "SP", 19),
    ("Rio de Janeiro", "RJ", 21),
    ("Belo Horizonte", "MG", 31),
    ("Curitiba", "PR", 41),
    ("Recife", "PE", 81),
)
STREETS = (
    "Flores|Sete de Setembro|XV de Novembro|Brasil|São João|Dom Pedro II|Palmeiras|Ipiranga|Tiradentes|"
    "Bahia|Ceará|Amazonas"
).split("|")

SYLLABLES = [consonant + vowel for consonant in "bcdfglmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True)
class Record:
    """One record as a source has it. `entity`: the true customer."""

    entity: int
    kind: str | None = None
    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    tax_id: str | None = None
    email: str | None = None
    phone: str | None = None
    birth_date: date | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None


@dataclass
class Errors:
    """How the sources err: shares of records."""

    typo: float = 0.06
    missing: dict[str, float] = field(
        default_factory=lambda: {
            "tax_id": 0.45,
            "email": 0.3,
            "phone": 0.2,
            "birth_date": 0.4,
            "street": 0.2,
            "city": 0.1,
        }
    )
    changed_phone: float = 0.12
    changed_email: float = 0.10
    moved: float = 0.08
    married: float = 0.02
    swapped: float = 0.01
    generic_email: float = 0.02
    duplicate: float = 0.2


def check_digits(digits: list[int], weights: tuple[list[int], list[int]]) -> str:
    for weight in weights:
        rest = sum(a * b for a, b in zip(digits, weight, strict=True)) % 11
        digits = [*digits, 0 if rest < 2 else 11 - rest]
    return "".join(map(str, digits))


def cpf(rng: Random) -> str:
    weights = (list(range(10, 1, -1)), list(range(11, 1, -1)))
    return check_digits([rng.randrange(10) for _ in range(9)], weights)


def cnpj(root: str, branch: int) -> str:
    weights = ([5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
    return check_digits([int(digit) for digit in f"{root}{branch:04d}"], weights)


def phone(rng: Random, area: int) -> str:
    return (
        f"{area}9{rng.randrange(60_000_000, 99_999_999)}"
        if rng.random() < 0.8
        else f"{area}{rng.randrange(20_000_000, 59_999_999)}"
    )


def place(rng: Random) -> dict[str, str]:
    city, state, area = CITIES[min(int(rng.expovariate(0.5)), len(CITIES) - 1)]
    return {
        "city": city,
        "state": state,
        "street": f"Rua {rng.choice(STREETS)}, {rng.randrange(1, 2500)}",
        "postal_code": f"{area:02d}{rng.randrange(100, 999)}-{rng.randrange(0, 999):03d}",
    }


def person(rng: Random, entity: int) -> Record:
    given, families = _skewed(rng, GIVEN), [_skewed(rng, FAMILY) for _ in range(rng.choice((1, 2, 2)))]
    where = place(rng)
    area = next(code for city, _, code in CITIES if city == where["city"])
    number = rng.choice((str(entity), str(rng.randrange(100)) + str(entity)[-2:], str(rng.randrange(100_000))))
    return Record(
        entity,
        kind="person",
        name=" ".join([given, *(["da"] if rng.random() < 0.3 else []), *families]),
        given_name=given,
        family_name=" ".join(families),
        tax_id=cpf(rng),
        email=f"{given}.{families[-1]}{number}@{rng.choice(('gmail.com', 'hotmail.com', 'uol.com.br'))}".lower(),
        phone=phone(rng, area),
        birth_date=date(1945, 1, 1) + timedelta(days=rng.randrange(22_000)),
        **where,
    )


def company(rng: Random, entity: int) -> Record:
    core = f"{rng.choice(TRADES)} {rng.choice(BRANDS)} {rng.choice(FAMILY)}"
    return Record(
        entity,
        kind="company",
        name=f"{core} {rng.choice(FORMS)}",
        tax_id=cnpj(f"{rng.randrange(10**7, 10**8)}", 1),
        email=f"{rng.choice(('contato', 'compras'))}@{core.replace(' ', '')}{rng.randrange(1000)}.com.br".lower(),
        phone=phone(rng, 11),
        **place(rng),
    )


def relative(rng: Random, of: Record, entity: int) -> Record:
    """A hard case: the son who bears the father's name, the wife at the same telephone, or the sister company."""
    if of.kind == "company":
        other = place(rng)
        return replace(
            of, entity=entity, name=f"{rng.choice(TRADES)} {of.name}", tax_id=cnpj((of.tax_id or "")[:8], 2), **other
        )
    stranger = person(rng, entity)
    household = {
        "street": of.street,
        "city": of.city,
        "state": of.state,
        "postal_code": of.postal_code,
        "phone": of.phone,
    }
    if rng.random() < 0.4:
        born = (of.birth_date or date(1950, 1, 1)) + timedelta(days=365 * 25 + rng.randrange(2000))
        return replace(
            stranger,
            name=f"{of.name} {rng.choice(('Filho', 'Júnior'))}",
            given_name=of.given_name,
            family_name=of.family_name,
            birth_date=born,
            **household,
        )
    surname = (of.family_name or "").split()[-1]
    return replace(stranger, name=f"{stranger.given_name} {surname}", family_name=surname, **household)


def typo(rng: Random, text: str) -> str:
    if len(text) < 4:
        return text
    at = rng.randrange(1, len(text) - 1)
    letter = rng.choice("0123456789" if text[at].isdigit() else "aeiourstn")
    return rng.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def seen(rng: Random, true: Record, source: str, errors: Errors) -> Record:
    """The customer as one source recorded it."""
    fresh = person(rng, true.entity)
    record = true
    if rng.random() < errors.changed_phone:
        record = replace(record, phone=fresh.phone)
    if rng.random() < errors.changed_email:
        record = replace(record, email=fresh.email if true.kind == "person" else None)
    if rng.random() < errors.moved:
        record = replace(record, **place(rng))
    if record.kind == "person" and rng.random() < errors.married:
        record = replace(record, name=f"{record.name} {rng.choice(FAMILY)}")
    if rng.random() < errors.generic_email:
        record = replace(record, email=rng.choice(("nao@tem.com", "loja@minhaloja.com.br")))
    for name in ("name", "email", "phone", "tax_id", "street"):
        value = getattr(record, name)
        if value and rng.random() < errors.typo:
            record = replace(record, **{name: typo(rng, value)})
    for name, share in errors.missing.items():
        if rng.random() < share:
            record = replace(record, **{name: None}, **({"postal_code": None} if name == "street" else {}))
    if rng.random() < errors.swapped and record.email and record.phone:
        record = replace(record, email=record.phone, phone=record.email)
    return _as_written(rng, record, source)


def _as_written(rng: Random, record: Record, source: str) -> Record:
    """The habits of the source: one has names in capitals and no kind, another keeps names in two columns."""
    if source == "calls":
        return replace(
            record,
            kind=None,
            name=(record.name or "").upper(),
            given_name=None,
            family_name=None,
            street=None,
            postal_code=None,
        )
    if source == "shop" and record.kind == "person" and record.name:
        given, _, family = record.name.partition(" ")
        return replace(record, name=None, given_name=given, family_name=family)
    formatted = record.tax_id
    if formatted and len(formatted) == 11:
        formatted = f"{formatted[:3]}.{formatted[3:6]}.{formatted[6:9]}-{formatted[9:]}"
    return replace(record, given_name=None, family_name=None, tax_id=formatted)


def make_company(customers: int, seed: int, errors: Errors | None = None) -> tuple[pa.Table, list[int]]:
    """Source records (source, source_id and columns of `customers`), and the true customer of each row."""
    rng, errors = Random(seed), errors or Errors()
    people: list[Record] = []
    while len(people) < customers:
        first = (company if rng.random() < 0.3 else person)(rng, len(people))
        people.append(first)
        if rng.random() < 0.04:
            people.append(relative(rng, first, len(people)))
    records: list[tuple[str, Record]] = []
    for true in people:
        sources = [
            source for source, share in (("erp", 0.6), ("shop", 0.4), ("calls", 0.3)) if rng.random() < share
        ] or ["erp"]
        if rng.random() < errors.duplicate:
            sources.append(rng.choice(sources))
        records += [(source, seen(rng, true, source, errors)) for source in sources]
    rng.shuffle(records)
    columns = {
        name: [getattr(record, name) for _, record in records]
        for name in Record.__dataclass_fields__
        if name != "entity"
    }
    types = {name: pa.date32() if name == "birth_date" else pa.string() for name in columns}
    table = pa.table(
        {"source": [source for source, _ in records], "source_id": [str(i) for i in range(len(records))]}
        | {name: pa.array(values, types[name]) for name, values in columns.items()}
    )
    return table, [record.entity for _, record in records]


def _skewed(rng: Random, names: list[str]) -> str:
    """The first names of the list are the commonest; a long tail of rare ones follows, as in life."""
    if rng.random() < (0.15 if names is GIVEN else 0.45):
        return "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((2, 3, 3)))).capitalize()
    return names[min(int(rng.expovariate(4 / len(names))), len(names) - 1)]
