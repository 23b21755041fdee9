"""Power: counting what a body can do, what each member matters, and who can stop it."""

from foedera.power.blocking import Block, smallest_block, smallest_support
from foedera.power.counting import Chances, Diagram, TooLarge, chances, unroll
from foedera.power.games import parse_game
from foedera.power.indices import ALL_BALLOTS, YES_NO, MemberPower, Power, power, shapley_shubik

__all__ = [
    "ALL_BALLOTS",
    "YES_NO",
    "Block",
    "Chances",
    "Diagram",
    "MemberPower",
    "Power",
    "TooLarge",
    "chances",
    "parse_game",
    "power",
    "shapley_shubik",
    "smallest_block",
    "smallest_support",
    "unroll",
]
