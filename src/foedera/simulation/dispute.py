"""A crisis as it stands before the parties of a charter: who is attacked, by whom, on which day.

A crisis of history, or a drawn one, becomes numbers by the data of its year: how far apart states
stand, who is allied, how strong each is. What the data do not have is filled in the plainest way
and listed in `assumed`: nothing is filled in silently.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Situation, situation
from foedera.simulation.errors import SimulationError
from foedera.world import World
from foedera.world.crises import Crisis

# Land borders and up to 12 miles of water are neighbours (types 1 and 2 of direct contiguity).
NEAR = 2
# A crisis that the record scores 0 is still seen by somebody: signals have at least this strength.
FAINTEST = 0.05
# Glaring is scored 0 to 1; a plain act stands this many standard deviations above the noise.
PLAINEST = 2.0
# The General Assembly did not vote in 1964, and the last years of the table have no positions yet.
FURTHEST_BACK = 3
# CINC of the smallest states, whose share the source rounds to 0.
SMALLEST = 1e-6


def signal_of(glaring: float) -> float:
    """Return how plain an act scored 0 to 1 is, in standard deviations of a signal's noise."""
    return max(FAINTEST, glaring) * PLAINEST


@dataclass(frozen=True, slots=True)
class Dispute:
    """Who is accused and attacked, when, and how glaring the act is (0 to 1)."""

    id: str
    accused: tuple[str, ...]
    attacked: tuple[str, ...]
    on: date
    glaring: float
    days: int | None = None  # until the facts are accomplished; None: no limit is known
    title: str = ""

    @property
    def aggressor(self) -> str:
        """The state that leads those accused: the first named."""
        return self.accused[0]

    @property
    def victim(self) -> str:
        """The first state attacked."""
        return self.attacked[0]


def dispute_of(crisis: Crisis) -> Dispute:
    """Return a crisis of the library as a dispute on its first day.

    Raises:
        SimulationError: no state did it, or none was its object.
    """
    if not crisis.aggressor or not crisis.attacked:
        lacks = "aggressor" if not crisis.aggressor else "state attacked"
        raise SimulationError(f"{crisis.id} has no {lacks}: it cannot be brought as an attack")
    score = crisis.glaring.score()
    days = (crisis.end - crisis.start).days + 1 if crisis.end else None
    return Dispute(
        crisis.id,
        crisis.aggressor,
        crisis.attacked,
        crisis.start,
        0.5 if score is None else score,
        days,
        crisis.title,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The parties to a dispute in an order, and the situation that each of them faces.

    `assumed` says in words what the data lacked. `friends` are the columns of those allied with the
    accused, beside the accused themselves.
    """

    dispute: Dispute
    parties: tuple[str, ...]
    situation: Situation
    accused: NDArray[np.intp]
    friends: NDArray[np.intp]
    assumed: tuple[str, ...]

    def columns(self, codes: tuple[str, ...]) -> NDArray[np.intp]:
        """Return where parties stand; raises SimulationError for one that does not."""
        place = _places_of(self.parties)
        try:
            return np.array([place[code] for code in codes], dtype=np.intp)
        except KeyError as error:
            raise SimulationError(
                f"{error.args[0]} is none of the parties to the dispute"
            ) from None

    def seen_by(self, members: tuple[str, ...], beside: tuple[str, ...] = ()) -> Situation:
        """Return the situation of some of the parties: one object however often it is asked for.

        It is told as a part of that of those `beside` them, by default of themselves.
        """
        return _seen_by(self, members, beside)

    def without_attack(self) -> "Field":
        """Return the same dispute where the accusation is false, for counting false alarms."""
        return replace(self, situation=replace(self.situation, attacked=np.zeros((1, 1))))


def field_of(dispute: Dispute, parties: tuple[str, ...], *, force_needed: float = 1.0) -> Field:
    """Return what the data of the dispute's year say of its parties.

    The accused is among them even where it is no party to the charter: it then has no seat there.
    `force_needed` is what it takes to stop the accused, as a multiple of its own capability.

    Raises:
        SimulationError: the year lies before the data.
    """
    return _field(dispute, tuple(dict.fromkeys((*parties, *dispute.accused))), force_needed)


@lru_cache(maxsize=64)  # the same dispute is asked for again under every reading
def _field(dispute: Dispute, parties: tuple[str, ...], force_needed: float) -> Field:
    year = dispute.on.year
    codes = tuple(dict.fromkeys((*parties, *dispute.accused, *dispute.attacked)))
    try:
        world = World(year, codes, carry=True)
    except ValueError as error:
        raise SimulationError(f"{dispute.id}: {error}") from None
    voted = voted_world(world)
    everybody = _system(year)
    of_all = _system(voted.year)["ideal"]
    ideal = _filled(voted["ideal"], float(np.nanmean(of_all)))
    capability = _filled(world["cinc"], 0.0)
    allied = _either(world, "defence")
    near = world.dyad("contiguity").values
    accused, attacked = (
        _by_strength(_places(codes, who), capability) for who in (dispute.accused, dispute.attacked)
    )
    if not capability[accused].sum():
        raise SimulationError(
            f"{dispute.id}: nothing is known of the capability of "
            f"{' and '.join(dispute.accused)} in {year}, so that nobody can tell what stops it"
        )
    side = np.zeros(len(codes))
    side[attacked], side[accused] = 1, -1
    inside = _places(codes, parties)
    outside = np.setdiff1d(attacked, inside)
    kilometres = _away(world, int(accused[0]))
    made = situation(
        capability[inside],
        glaring=signal_of(dispute.glaring),
        distance_to_accused=np.abs(ideal - ideal[accused[0]])[inside],
        distance_to_attacked=np.abs(ideal - ideal[attacked[0]])[inside],
        all_accused=float(np.nanmean(np.abs(of_all - ideal[accused[0]]))),
        all_attacked=float(np.nanmean(np.abs(of_all - ideal[attacked[0]]))),
        allied_with_accused=allied[accused].max(axis=0)[inside],
        allied_with_attacked=allied[attacked].max(axis=0)[inside],
        neighbour=_near(near[accused])[inside],
        side=side[inside],
        size=_filled(_size(world["cinc"]), float(np.nanmean(_size(everybody["cinc"]))))[inside],
        democracy=_filled(world["polyarchy"], float(np.nanmean(everybody["polyarchy"])))[inside],
        kilometres=kilometres[inside],
        major_power=_filled(world["major_power"], 0.0)[inside],
        war=dispute.glaring,
        needed=force_needed * float(capability[accused].sum()),
        resisting=float(capability[outside].sum()),
    )
    friends = (made.allied_with_accused[0] > 0) & (side[inside] == 0)
    return Field(
        dispute,
        parties,
        made,
        np.flatnonzero(side[inside] < 0),
        np.flatnonzero(friends),
        _assumed(world, voted),
    )


@lru_cache(maxsize=256)
def _places_of(parties: tuple[str, ...]) -> dict[str, int]:
    return {code: k for k, code in enumerate(parties)}


@lru_cache(maxsize=32)  # equilibria are remembered by situation
def _seen_by(field: Field, members: tuple[str, ...], beside: tuple[str, ...]) -> Situation:
    every = tuple(sorted({*members, *beside})) if beside else members
    whole = replace(field.situation.of_parties(field.columns(every)), whole=None, places=())
    return whole.of_parties([every.index(code) for code in members]) if beside else whole


def _places(codes: tuple[str, ...], wanted: tuple[str, ...]) -> NDArray[np.intp]:
    return np.array([codes.index(code) for code in wanted], dtype=np.intp)


def voted_world(world: World) -> World:
    """Return the world of the last year, up to this one, in which positions are known of anybody.

    Raises:
        SimulationError: there is no such year.
    """
    for year in range(world.year, world.year - FURTHEST_BACK, -1):
        known = world if year == world.year else World(year, world.parties, carry=True)
        if not np.isnan(known["ideal"]).all():
            return known
    raise SimulationError(f"no positions are known of these parties in {world.year} or before")


def _assumed(world: World, voted: World) -> tuple[str, ...]:
    """Return what the data lack, and what stands in for it, in words."""
    found = []
    for column, of, instead in (
        ("ideal", voted, "the mean of all states"),
        ("cinc", world, "none"),
        ("polyarchy", world, "the mean of all states"),
    ):
        years = set(of.carried(column).values()) | ({of.year} - {world.year})
        if years:
            found.append(f"{column} of {min(years)} carried forward to {world.year}")
        if of.missing(column):
            found.append(f"{column} of {', '.join(of.missing(column))}: {instead}")
    found.append("war between accused and attacked: as much as the act is glaring")
    found.append("trade with the accused: none (no trade between pairs is shipped)")
    found.append("patience: 0.9 a year for every state")
    return tuple(found)


def _filled(values: NDArray[np.float64], instead: float) -> NDArray[np.float64]:
    return np.where(np.isnan(values), instead, values)


def _size(cinc: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log10(np.maximum(cinc, SMALLEST)) + 3


def _by_strength(places: NDArray[np.intp], capability: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return places with the strongest first: it leads its side."""
    return places[np.argsort(-capability[places], kind="stable")]


@lru_cache(maxsize=8)
def _system(year: int) -> World:
    """Return all states of a year: what is not known of a party is their mean."""
    return World(year, carry=True)


def _near(types: NDArray[np.float64]) -> NDArray[np.float64]:
    touching = (types > 0) & (types <= NEAR)
    return np.asarray(touching.any(axis=0), dtype=np.float64)


def _away(world: World, leader: int) -> NDArray[np.float64]:
    """Return every party's kilometres to the accused; what is not known is the mean of all states.

    Without a known distance to any, as of an organisation, nothing is added for it.
    """
    kilometres: NDArray[np.float64] = world.dyad("km_borders").values[leader]
    if np.isnan(np.delete(kilometres, leader)).any():
        kilometres = _filled(kilometres, _mean_distance(world.year, world.parties[leader]))
    kilometres[leader] = 0
    return kilometres


@lru_cache(maxsize=64)
def _mean_distance(year: int, code: str) -> float:
    system = _system(year)
    if code not in system.parties:
        return 0.0
    row = np.delete(system.dyad("km_borders").values, system.parties.index(code), axis=1)
    known = row[system.parties.index(code)]
    return float(np.nanmean(known)) if not np.isnan(known).all() else 0.0


def _either(world: World, attribute: str) -> NDArray[np.float64]:
    owed = np.nan_to_num(world.dyad(attribute).values)
    return np.maximum(owed, owed.T)
