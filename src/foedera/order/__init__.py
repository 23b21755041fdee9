"""Order: how power, trust and institutions are spread over the states, and what could be otherwise.

:func:`polarities` and :func:`power_shift` say who has how much; :func:`trust_deficit` how far
Russia and the West are apart; :func:`great_power_truce` how peaceful the major powers were;
:func:`network` how institutions overlap; :func:`asymmetry` how they compare; :func:`threat_matrix`
who may answer what; :func:`compare_scenarios` what other orders would bring.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from foedera.order.errors import NoGraphs, OrderError

if TYPE_CHECKING:
    from foedera.order.deficit import trust_deficit
    from foedera.order.institutions import asymmetry
    from foedera.order.networks import network
    from foedera.order.polarity import polarities
    from foedera.order.scenarios import compare_scenarios, scenario
    from foedera.order.shift import power_shift
    from foedera.order.threats import threat_matrix
    from foedera.order.truce import great_power_truce

__all__ = [
    "NoGraphs",
    "OrderError",
    "asymmetry",
    "compare_scenarios",
    "great_power_truce",
    "network",
    "polarities",
    "power_shift",
    "scenario",
    "threat_matrix",
    "trust_deficit",
]

# numpy and the graphs are loaded with the first of these, not with the room.
_HOMES = {
    "asymmetry": "institutions",
    "compare_scenarios": "scenarios",
    "great_power_truce": "truce",
    "network": "networks",
    "polarities": "polarity",
    "power_shift": "shift",
    "scenario": "scenarios",
    "threat_matrix": "threats",
    "trust_deficit": "deficit",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - as the name's own module says
    if name not in _HOMES:
        raise AttributeError(f"module 'foedera.order' has no attribute '{name}'")
    return getattr(import_module(f"foedera.order.{_HOMES[name]}"), name)
