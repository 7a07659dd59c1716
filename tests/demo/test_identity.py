"""Records: how many are duplicates, what is wrong with them, and which hard cases there are."""

import pandas as pd
import pytest
from stdnum.br import cnpj, cpf

from carteira.demo.people import folded
from carteira.demo.simulation import Company
from tests.demo.conftest import CompanyOf
from tests.demo.sources import tables_of, truth_of


@pytest.fixture(scope="module")
def records(company_of: CompanyOf) -> pd.DataFrame:
    """Every record with the entity that it stands for."""
    company = company_of(1)
    seen = [table.to_pandas().assign(source=source) for source, table in tables_of(company, "customers").items()]
    truth = truth_of(company, "records").to_pandas()
    return pd.concat(seen).merge(truth, on=["source", "source_id"], validate="one_to_one")


def test_every_record_has_its_entity_and_every_entity_a_record(company: Company, records: pd.DataFrame) -> None:
    assert len(records) == truth_of(company, "records").num_rows
    assert records["entity"].nunique() == truth_of(company, "future").num_rows == 5000


def test_a_fifth_are_duplicates_within_and_across_sources(records: pd.DataFrame) -> None:
    assert 0.18 < 1 - records["entity"].nunique() / len(records) < 0.24
    within = records.groupby(["source", "entity"]).size()
    assert (within == 2).sum() > 100
    assert records.groupby("entity")["source"].nunique().max() >= 3


def test_tax_ids_are_valid_and_simulated(records: pd.DataFrame) -> None:
    numbers = records["tax_id"].dropna().str.replace(r"\D", "", regex=True)
    people, companies = numbers[numbers.str.len() == 11], numbers[numbers.str.len() == 14]
    assert len(people) + len(companies) == len(numbers)
    assert all(cpf.is_valid(number) and number.startswith("00") for number in people)
    assert all(cnpj.is_valid(number) and number.startswith("9") for number in companies)
    missing = records["tax_id"].isna().groupby(records["source"]).mean()
    assert missing["erp"] < 0.03
    assert 0.45 < missing["shop"] < 0.55


def test_a_tax_id_belongs_to_one_entity(records: pd.DataFrame) -> None:
    numbers = records.assign(number=records["tax_id"].str.replace(r"\D", "", regex=True)).dropna(subset="number")
    assert numbers.groupby("number")["entity"].nunique().max() == 1


def test_mail_reaches_nobody(records: pd.DataFrame) -> None:
    written = records["email"].dropna()
    addresses = written[written.str.contains("@")]
    assert addresses.str.contains(r"\.e\w{4,9}$").mean() > 0.98
    assert addresses.str.endswith(".example").mean() > 0.97
    clean = addresses[addresses.str.endswith(".example")]
    assert clean.str.fullmatch(r"[a-z0-9]+(\.[a-z0-9]+)*@[a-z0-9]+(\.[a-z0-9]+)*\.example").mean() > 0.99


def test_names_look_brazilian(records: pd.DataFrame) -> None:
    people = records[(records["source"] == "erp") & (records["kind"] == "person")]["name"]
    assert people.str.contains("[áéíóúãõâêôç]", case=False).mean() > 0.3
    assert people.str.contains(r"\b(?:da|de|do|dos|das)\b").mean() > 0.25
    heard = records[records["source"] == "call"]["name"]
    assert (heard == heard.map(lambda name: name.upper())).all()
    assert people.nunique() > 0.95 * len(people)


def test_errors_of_the_sources_are_there(records: pd.DataFrame) -> None:
    generic = records["email"].isin(["naotem@correio.example", "nfe@contabil.example"])
    assert generic.sum() > 10
    phones = records["phone"].dropna().str.replace(r"\D", "", regex=True).str[-11:]
    shared = records.loc[phones.index].groupby(phones)["entity"].nunique()
    assert shared.max() >= 5
    swapped = records["email"].dropna().str.fullmatch(r"[\d() +-]+")
    assert swapped.sum() > 5
    pairs = records.merge(records, on="entity")
    moved = pairs[
        (pairs["postal_code_x"] != pairs["postal_code_y"])
        & pairs["postal_code_x"].notna()
        & pairs["postal_code_y"].notna()
    ]
    assert moved["entity"].nunique() > 30
    branches = pairs[pairs["tax_id_x"].str.len().eq(18) & pairs["tax_id_y"].str.len().eq(18)]
    assert (branches["tax_id_x"].str[:10] == branches["tax_id_y"].str[:10]).all()
    assert (branches["tax_id_x"] != branches["tax_id_y"]).any()


def test_father_and_son_of_one_name_at_one_address(company: Company, records: pd.DataFrame) -> None:
    households = truth_of(company, "future").select(["entity", "household"]).to_pandas().dropna()
    people = records[records["source"] == "erp"].drop_duplicates("entity").merge(households, on="entity")
    plain = people["name"].str.replace(r" (?:Filho|Neto|Júnior|Sobrinho)$", "", regex=True).map(folded)
    pairs = people.assign(plain=plain).groupby(["household", "plain"]).filter(lambda group: len(group) > 1)
    assert pairs["entity"].nunique() >= 4
    assert pairs.groupby("household")["street"].nunique().median() == 1


def test_two_companies_of_one_group_share_root_and_name(company: Company, records: pd.DataFrame) -> None:
    groups = truth_of(company, "future").select(["entity", "group"]).to_pandas().dropna()
    owned = records.merge(groups, on="entity").dropna(subset="tax_id")
    root = owned["tax_id"].str.replace(r"\D", "", regex=True).str[:8]
    assert owned.assign(root=root).groupby("group")["root"].nunique().max() == 1
    assert owned.groupby("group")["entity"].nunique().max() >= 2
    parents = records["parent_source_id"].dropna()
    assert len(parents) > 5
    assert set(parents) <= set(records["source_id"])
