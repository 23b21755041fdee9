"""Crises: what states have done to each other, how glaring it was, and random ones like them."""

from foedera.world.crises.acts import Act, acts, find_act
from foedera.world.crises.glaring import CRITERIA, Criterion, Glaring
from foedera.world.crises.load import CrisisError, crises, crisis_ids, load_crisis
from foedera.world.crises.model import Crisis, Narrative, Response, Statement

__all__ = [
    "CRITERIA",
    "Act",
    "Crisis",
    "CrisisError",
    "Criterion",
    "Glaring",
    "Narrative",
    "Response",
    "Statement",
    "acts",
    "crises",
    "crisis_ids",
    "find_act",
    "load_crisis",
]
