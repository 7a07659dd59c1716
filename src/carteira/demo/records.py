"""Which records of a customer lie in which source, and under what id."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from carteira.demo.calendar import Calendar
from carteira.demo.chance import happens, stream
from carteira.demo.text import Bools, Ints, digits, patterned
from carteira.demo.traits import Traits
from carteira.demo.world import SOURCES, World

ERP, SHOP, CALL, CRM = range(4)
ID_PATTERN = ("9" * 9, "S" + "9" * 9, "T" + "9" * 9, "A" + "9" * 9)
FIRST_ID = 100_000_001
OLDEST_DAYS = 6 * 365


@dataclass(frozen=True)
class Records:
    """Arrays by record, source by source, in the order of their ids. `further`: not the entity's first record;
    `created`: day. `first`, `second` (sources, entities): positions of an entity's records in a source, -1 for none;
    `switch` (entities): the day from which the second is used."""

    source: Ints
    entity: Ints
    further: Bools
    created: Ints
    ids: pa.StringArray
    first: Ints
    second: Ints
    switch: Ints

    def of_source(self, source: int) -> Ints:
        """Positions of a source's records."""
        return np.flatnonzero(self.source == source)

    def customer(self, source: int, owner: Ints, day: Ints) -> pa.StringArray:
        """The id under which a source's facts name each owner on a day; null for nobody (-1)."""
        known = owner >= 0
        who = np.where(known, owner, 0)
        later = (self.second[source, who] >= 0) & (day >= self.switch[who])
        place = np.where(later, self.second[source, who], self.first[source, who])
        if bool((place[known] < 0).any()):
            raise ValueError(f"a fact of {SOURCES[source]} names a customer who has no record there")
        return self.ids.take(pa.array(place, mask=~known))


def make_records(world: World, seed: int, chunk: int, chunk_size: int, traits: Traits, calendar: Calendar) -> Records:
    """The records of a chunk. Ids run on from chunk to chunk and tell nothing about the entity."""
    chance = stream(seed, "records", chunk)
    count = len(traits)
    present = np.array([traits.in_erp, traits.in_shop, traits.in_call, traits.in_crm])
    before = calendar.starts[0] - chance.integers(1, OLDEST_DAYS, count)
    born = np.where(traits.start >= 0, calendar.starts[np.maximum(traits.start, 0)], before)
    twice = happens(chance, world.identity.duplicate_share, count)
    place_of_second = np.argmax(chance.random(present.shape) * present, axis=0)
    change = np.maximum(born + 1, chance.integers(calendar.starts[0], calendar.end, count))
    change = np.minimum(change, calendar.end - 1)
    first, second = np.full((len(SOURCES), count), -1), np.full((len(SOURCES), count), -1)
    entities: list[Ints] = []
    again: list[Bools] = []
    ids: list[pa.StringArray] = []
    for source in range(len(SOURCES)):
        once = np.flatnonzero(present[source])
        repeated = np.flatnonzero(twice & (place_of_second == source) & present[source])
        mixed = chance.permutation(len(once) + len(repeated))
        owner, is_again = np.r_[once, repeated][mixed], mixed >= len(once)
        place = sum(len(earlier) for earlier in entities) + np.arange(len(owner))
        first[source, owner[~is_again]] = place[~is_again]
        second[source, owner[is_again]] = place[is_again]
        entities.append(owner)
        again.append(is_again)
        numbers = FIRST_ID + chunk * 2 * chunk_size + np.arange(len(owner))
        ids.append(patterned(digits(numbers, 9), ID_PATTERN[source]))
    entity, is_again = np.concatenate(entities), np.concatenate(again)
    source_of = np.repeat(np.arange(len(SOURCES)), [len(owner) for owner in entities])
    had_one = (np.cumsum(present, axis=0) - present > 0)[source_of, entity]
    return Records(
        source=source_of,
        entity=entity,
        further=is_again | had_one,
        created=np.where(is_again, change[entity], born[entity]),
        ids=pa.concat_arrays(ids),
        first=first,
        second=second,
        switch=change,
    )
