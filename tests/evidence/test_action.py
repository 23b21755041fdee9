"""What organisations did in crises: levels, and who is taken to have triggered a crisis."""

import os

import numpy as np
import pytest

from foedera.evidence.action.crises import (
    ACTED,
    GLOBAL_LEVEL,
    LEVELS,
    RANKS,
    REGIONAL_LEVEL,
    crisis_actions,
)

NEEDS_ORIGINALS = pytest.mark.skipif(
    not os.environ.get("FOEDERA_DATA"),
    reason="FOEDERA_DATA is not set: no folder with the originals to load",
)


def test_action_is_condemnation_or_more_by_either_kind_of_organisation():
    """ICB: 5 condemnation, 9 sanctions, 10 observers, 11 and 12 force, on both scales."""
    acted = [{k for k, v in each.items() if v >= ACTED} for each in (GLOBAL_LEVEL, REGIONAL_LEVEL)]
    assert acted == [{5, 9, 10, 11, 12}, {5, 9, 10, 11}]
    assert GLOBAL_LEVEL[6] == REGIONAL_LEVEL[6] == LEVELS.index("call")
    assert set(GLOBAL_LEVEL.values()) == set(range(1, len(LEVELS)))


@NEEDS_ORIGINALS
def test_known_crises_have_their_trigger_and_their_answer():
    found = crisis_actions()
    at = {int(number): k for k, number in enumerate(found.crisis)}
    hungary = at[155]  # 1956: a rising began it, the Soviet Union triggered the crisis of Hungary
    assert not found.first[hungary]
    assert RANKS[found.rank[hungary]] == "major power"
    korea = at[132]  # 1950
    assert found.first[korea]
    assert LEVELS[found.level[korea]] == "observers, sanctions or force"
    assert 94 not in at  # the landing in Normandy, which several states triggered at once
    assert len(np.unique(found.crisis)) == found.size
    assert (found.acted == (found.level >= ACTED)).all()
