"""The documents on the order."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, cast

from foedera.order import (
    asymmetry,
    compare_scenarios,
    great_power_truce,
    network,
    polarities,
    power_shift,
    threat_matrix,
    trust_deficit,
)
from foedera.order.networks import UNIVERSAL
from foedera.order.shift import MEASURES
from foedera.report.documents.stamp import Document, stamped
from foedera.world.attributes import FIRST_YEAR, PARTY_ATTRIBUTES

if TYPE_CHECKING:
    from foedera.order.polarity import Capability


def order_document(
    since: int,
    until: int,
    *,
    region: str,
    capability: str,
    eu: bool,
    west: str,
    draws: int = 400,
    seed: int = 1,
) -> Document:
    """Return polarity and trust year by year, what stands out, and the shift of power.

    Raises:
        OrderError: region, capability or years are none.
        DataError: a year is before 1946, or the West has no pair with Russia.
        UnknownParty: nobody goes by a code.
    """
    measured = cast("Capability", capability)
    found = polarities(since, until, region, measured, eu=eu, draws=draws, seed=seed)
    group: str | list[str] = west.split(",") if "," in west else west
    # Trust rests on all that went before, and a crossing may lie before the first year shown.
    deficit = trust_deficit(FIRST_YEAR, until, group, draws=draws, seed=seed)
    shifts = [power_shift(FIRST_YEAR, until, each, draws=draws, seed=seed) for each in MEASURES]
    used = ("cinc", "gdp", "population", "ideal")
    return stamped(
        {
            "from": since,
            "to": until,
            "region": region,
            "capability": capability,
            "eu": eu,
            "west": deficit.west,
            "series": [{**each.to_dict(), "trust": deficit.of(each.year)} for each in found],
            "visible": [
                asdict(each) | {"seen": each.seen} for each in deficit.visible if each.year >= since
            ],
            "shift": [
                {key: value for key, value in shift.to_dict().items() if key != "years"}
                for shift in shifts
            ],
            "truce": _truce(seed),
            "draws": draws,
            "seed": seed,
            "level": deficit.in_west.settings["level"],
            "trust_model": dict(deficit.in_west.settings["model"]),
            "sources": [PARTY_ATTRIBUTES[name].source for name in used],
        }
    )


def _truce(seed: int) -> Document:
    found = great_power_truce(seed=seed)
    return found.to_dict() | {"reading": found.reading}


def institutions_document(on: date) -> Document:
    """Return the institutions of a day side by side; raises OrderError if there is none."""
    return stamped(asymmetry(on).to_dict())


def network_document(
    on: date, region: str = "osce", without: Sequence[str] | None = None, seed: int = 1
) -> Document:
    """Return the network of institutions on a day.

    Raises:
        OrderError: a name is unknown, or fewer than two institutions have members.
        NoGraphs: networkx is not installed.
    """
    left_out = UNIVERSAL if without is None else frozenset(without)
    return stamped(network(on, region=region, without=left_out, seed=seed).to_dict())


def threats_document(
    on: date, victim: str | None, accused: str | None, *, drafts: bool = False
) -> Document:
    """Return which institution may answer which act; raises as `threat_matrix`."""
    return stamped(threat_matrix(on, victim=victim, accused=accused, drafts=drafts).to_dict())


def scenarios_document(
    on: date, victim: str, accused: str, names: tuple[str, ...] = ()
) -> Document:
    """Return the scenarios side by side; raises as `compare_scenarios`."""
    return stamped(compare_scenarios(on, victim, accused, names).to_dict())
