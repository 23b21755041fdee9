"""The elements of the vote that were tried, in the order in which they are tried."""

from dataclasses import dataclass

from foedera.evidence.voting.model import Form


@dataclass(frozen=True, slots=True)
class Element:
    """One change of the form, in words, and what it adds."""

    words: str
    support: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    absence: tuple[str, ...] = ()
    perception: str | None = None
    spread: tuple[str, ...] = ()

    def added(self, to: Form) -> Form:
        """Return the form with the element in it."""
        return Form(
            (*to.support, *self.support),
            (*to.draft, *self.draft),
            (*to.band, *self.band),
            (*to.absence, *self.absence),
            self.perception or to.perception,
            (*to.spread, *self.spread),
        )


ELEMENTS = (
    Element("bias of perception fitted", perception="fitted"),
    Element("quadratic loss: difference of squared distances", support=("spatial",)),
    Element(
        "mean distance of all asked: texts are worded for those who vote",
        draft=("all_accused", "all_attacked"),
    ),
    Element("band of abstention by both distances", band=("accused", "attacked")),
    Element("band of abstention of the council its own", band=("council",)),
    Element("band of abstention by size", band=("size",)),
    Element("absence by each distance", absence=("accused", "attacked")),
    Element("absence by size", absence=("size",)),
    Element("absence by democracy", absence=("democracy",)),
    Element("support by democracy", support=("democracy",)),
    Element("title accuses", draft=("accusing",)),
    Element("emergency special session", draft=("urgent",)),
    Element("years since the dispute first came to a vote", draft=("age",)),
)


# Declared after the first round, from what validation showed of it: forecasts too timid, council
# and assembly alike.
SECOND = (
    Element("effects of drafts spread otherwise in the council", spread=("council",)),
    Element(
        "slopes of distance of the council its own", support=("council_accused", "council_attacked")
    ),
    Element("support by size", support=("size",)),
    Element("absence by a border with the accused", absence=("neighbour",)),
)
