"""Power: counting what a body can do, what each member matters, and who can stop it."""

from foedera.power.absence import Absence, inclusiveness, price_of_absence
from foedera.power.across import Seat, compare_power, other_readings, seat_of
from foedera.power.blocking import Block, smallest_block, smallest_support
from foedera.power.classic import ClassicIndices, classic_indices, shares_of
from foedera.power.coalitions import (
    Coalition,
    Minimal,
    Roles,
    minimal_blocking,
    minimal_of,
    minimal_winning,
    roles,
)
from foedera.power.counting import Chances, Diagram, TooLarge, chances, unroll
from foedera.power.dependence import Vulnerable, vulnerable
from foedera.power.distribution import Likely, MemberChances, likely
from foedera.power.export import gambit_game, normal_form_csv, normal_form_document
from foedera.power.games import named_game, parse_game, read_game
from foedera.power.indices import (
    ALL_BALLOTS,
    YES_NO,
    MemberPower,
    Power,
    banzhaf,
    power,
    shapley_shubik,
)
from foedera.power.odds import Odds, OddsError, equal_odds, odds_from_record, read_odds
from foedera.power.tables import Column, Table
from foedera.power.unions import UnionError, UnionPower, union_power
from foedera.power.yesno import NotMonotone, YesNo, dual, yes_no

__all__ = [
    "ALL_BALLOTS",
    "YES_NO",
    "Absence",
    "Block",
    "Chances",
    "ClassicIndices",
    "Coalition",
    "Column",
    "Diagram",
    "Likely",
    "MemberChances",
    "MemberPower",
    "Minimal",
    "NotMonotone",
    "Odds",
    "OddsError",
    "Power",
    "Roles",
    "Seat",
    "Table",
    "TooLarge",
    "UnionError",
    "UnionPower",
    "Vulnerable",
    "YesNo",
    "banzhaf",
    "chances",
    "classic_indices",
    "compare_power",
    "dual",
    "equal_odds",
    "gambit_game",
    "inclusiveness",
    "likely",
    "minimal_blocking",
    "minimal_of",
    "minimal_winning",
    "named_game",
    "normal_form_csv",
    "normal_form_document",
    "odds_from_record",
    "other_readings",
    "parse_game",
    "power",
    "price_of_absence",
    "read_game",
    "read_odds",
    "roles",
    "seat_of",
    "shapley_shubik",
    "shares_of",
    "smallest_block",
    "smallest_support",
    "union_power",
    "unroll",
    "vulnerable",
    "yes_no",
]
