"""Whom and where to reach: contacts of companies, further addresses, consents."""

import numpy as np
import pyarrow as pa

from carteira.demo import vocabulary
from carteira.demo.calendar import Calendar
from carteira.demo.chance import happens, stream, zipf
from carteira.demo.files import numbers
from carteira.demo.people import Entities, cities, other_addresses
from carteira.demo.records import CRM, SHOP, Records
from carteira.demo.seen import written_phones
from carteira.demo.text import chosen, digits, joined, moments, numbered, patterned
from carteira.demo.traits import Traits

ROLES = ("buyer", "owner", "finance", "user")
INFLUENCES = ("decides", "influences", "informs")
PURPOSES = ("marketing", "profiling")
CHANNELS = ("email", "message", "call")
STATUSES = ("granted", "denied", "withdrawn")
DELIVERY_SHARE = 0.4
CONSENT_SHARE = 0.5


def contacts_table(
    seed: int, chunk: int, entities: Entities, traits: Traits, records: Records, calendar: Calendar
) -> pa.Table:
    """Canonical contacts of the CRM's companies."""
    chance = stream(seed, "people at companies", chunk)
    managed = np.flatnonzero(traits.in_crm & traits.company)
    owner = np.repeat(managed, chance.integers(1, 4, len(managed)))
    count = len(owner)
    given = [*vocabulary.WOMEN, *vocabulary.MEN]
    first = chosen(given, chance.integers(0, len(given), count))
    last = chosen(vocabulary.SURNAMES, zipf(chance, len(vocabulary.SURNAMES), count))
    area = np.array([city.area_code for city in cities()])[entities.address.city[owner]]
    phone = written_phones(area * 10**9 + 9 * 10**8 + chance.integers(6 * 10**7, 10**8, count), np.full(count, CRM))
    return pa.table(
        {
            "customer": records.customer(CRM, owner, np.full(count, calendar.end - 1)),
            "name": joined(first, last),
            "role": chosen(ROLES, chance.integers(0, len(ROLES), count)),
            "influence": chosen(INFLUENCES, chance.integers(0, len(INFLUENCES), count)),
            "email": entities.email.take(pa.array(owner, mask=~happens(chance, 0.6, count))),
            "phone": phone,
        }
    )


def addresses_table(
    seed: int, chunk: int, entities: Entities, traits: Traits, records: Records, calendar: Calendar
) -> pa.Table:
    """Canonical delivery addresses of the CRM's companies."""
    chance = stream(seed, "addresses", chunk)
    owner = np.flatnonzero(traits.in_crm & traits.company & happens(chance, DELIVERY_SHARE, len(traits)))
    address = other_addresses(chance, len(owner))
    city = np.where(happens(chance, 0.8, len(owner)), entities.address.city[owner], address.city)
    lowest = np.array([item.postal_code for item in cities()])
    return pa.table(
        {
            "address_id": numbered("E", numbers(chunk, len(owner)), 10),
            "customer": records.customer(CRM, owner, np.full(len(owner), calendar.end - 1)),
            "kind": pa.repeat("delivery", len(owner)),
            "street": address.street,
            "city": chosen([item.name for item in cities()], city),
            "state": chosen([item.state for item in cities()], city),
            "postal_code": patterned(digits(lowest[city] + chance.integers(0, 4000, len(owner)), 8), "99999-999"),
            "country": pa.repeat("BR", len(owner)),
        }
    )


def consents_tables(seed: int, chunk: int, traits: Traits, records: Records, calendar: Calendar) -> dict[int, pa.Table]:
    """Canonical consents of shop and CRM."""
    chance = stream(seed, "consents", chunk)
    tables = {}
    for source, present in ((SHOP, traits.in_shop), (CRM, traits.in_crm)):
        owner = np.flatnonzero(present & happens(chance, CONSENT_SHARE, len(traits)))
        count = len(owner)
        day = chance.integers(calendar.starts[np.maximum(traits.start[owner], 0)], calendar.end)
        tables[source] = pa.table(
            {
                "customer": records.customer(source, owner, day),
                "purpose": chosen(PURPOSES, (chance.random(count) < 0.3).astype(np.int64)),
                "channel": chosen(CHANNELS, chance.integers(0, len(CHANNELS), count)),
                "status": chosen(STATUSES, chance.choice(3, count, p=(0.72, 0.20, 0.08))),
                "at": moments(day, chance.integers(8 * 3600, 22 * 3600, count)),
                "text_version": pa.repeat("2024-05", count),
                "proof": numbered("registro ", numbers(chunk, count), 10),
                "source": pa.repeat("site" if source == SHOP else "visita", count),
            }
        )
    return tables
