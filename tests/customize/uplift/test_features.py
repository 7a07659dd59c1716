"""Features as models read them: texts, unknown values, extremes."""

import numpy as np
import pyarrow as pa
import pytest

from carteira.customize.uplift.features import FeatureCoder
from carteira.errors import CarteiraError

TABLE = pa.table(
    {"age": [20.0, 40.0, None, 60.0], "zone": ["rural", "urban", "urban", None], "known": [True, False, True, True]}
)


def test_texts_have_a_column_for_each_value_and_unknown_numbers_one_that_says_so() -> None:
    coder = FeatureCoder.learn(TABLE)
    design = coder.design(TABLE)

    assert coder.categories == {"zone": ["urban", "rural"]}
    assert design.raw[:2].tolist() == [[20, 0, 1, 1], [40, 1, 0, 0]]
    assert np.isnan(design.raw[2, 0])
    assert design.scaled.shape == (4, 7)  # four columns, three of them sometimes unknown
    assert design.scaled[2, 0] == 0
    assert design.scaled[:, 4].tolist() == [0, 0, 1, 0]


def test_new_customers_are_read_by_what_was_learned() -> None:
    coder = FeatureCoder.learn(TABLE)
    new = coder.design(pa.table({"known": [False], "zone": ["by the sea"], "age": [1e9], "more": [1]}))

    assert new.raw.tolist() == [[1e9, 0, 0, 0]]
    assert abs(new.scaled).max() < 4


def test_the_scaled_columns_have_mean_0_and_deviation_1() -> None:
    values = np.random.default_rng(1).lognormal(size=(5_000, 3))
    scaled = FeatureCoder.learn(values).design(values).scaled

    assert scaled.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-9)
    assert scaled.std(axis=0) == pytest.approx(np.ones(3))


def test_a_column_without_a_known_value_and_one_that_never_changes_say_nothing() -> None:
    values = np.column_stack([np.full(5, np.nan), np.ones(5), np.arange(5.0)])
    scaled = FeatureCoder.learn(values).design(values).scaled

    assert not scaled[:, :2].any()
    assert np.isfinite(scaled).all()


@pytest.mark.parametrize(
    ("features", "code"),
    [
        (np.ones((3, 2)), "uplift_features_differ"),
        (np.ones(3), "uplift_features_shape"),
        (np.array([[1.0], [np.inf]]), "uplift_value_missing"),
        (np.array([["x"]]), "uplift_value_not_a_number"),
    ],
)
def test_refusals_of_arrays(features: np.ndarray, code: str) -> None:
    coder = FeatureCoder.learn(np.arange(4.0)[:, None])
    with pytest.raises(CarteiraError) as refusal:
        coder.design(features)
    assert refusal.value.code == code


def test_a_lacking_column_is_named() -> None:
    with pytest.raises(CarteiraError) as refusal:
        FeatureCoder.learn(TABLE).design(TABLE.drop_columns(["age"]))
    assert refusal.value.code == "uplift_feature_missing"
    assert refusal.value.arguments["column"] == "age"
