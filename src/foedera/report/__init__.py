"""Reports: the assessment of a charter, JSON documents, their form on the terminal, and pictures.

`plot(thing)` draws a result; charts and reports need the extra `report`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedera.report.charts.picture import Caption, Picture, PictureError, ReportMissing
    from foedera.report.plotting import plot, plot_frontier, plot_parties

__all__ = [
    "Caption",
    "Picture",
    "PictureError",
    "ReportMissing",
    "plot",
    "plot_frontier",
    "plot_parties",
]

_PLOTTING = ("plot", "plot_frontier", "plot_parties")


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module has under the name
    # The command line imports this room for its documents and need not wait for the pictures.
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module 'foedera.report' has no attribute '{name}'")
    module = "plotting" if name in _PLOTTING else "charts.picture"
    return getattr(import_module(f"foedera.report.{module}"), name)
