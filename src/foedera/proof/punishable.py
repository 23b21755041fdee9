"""What may be decided against a party over its own objection (claim C28).

For each decision that a charter's bodies take, each party in turn is the one that it is taken
against: it is bound to the role of the accused where the charter has one, and votes no where it has
a vote. Whether the others can then still adopt is proved from the rule.
"""

from dataclasses import dataclass

from foedera.charters import Body, Decision, View, holding
from foedera.charters.model import Binding
from foedera.proceedings import Bench
from foedera.proof.facts import Situation
from foedera.proof.norms import norms
from foedera.proof.scene import ACCUSED, Scene, form_of, scene, signature
from foedera.proof.sheets import adoption
from foedera.rules import Ballot


@dataclass(frozen=True, slots=True)
class Against:
    """One decision and the parties against which it can be taken though they vote no.

    `safe` are those against which it cannot; `targets` is how many parties were asked about.
    """

    charter: str
    body: str
    decision: str
    title: str
    article: str
    measures: tuple[str, ...]
    binding: Binding
    binds: str
    targets: int
    safe: tuple[str, ...]

    @property
    def over_objection(self) -> int:
        """The number of parties against which it can be taken though they vote no."""
        return self.targets - len(self.safe)


def against_parties(at: View, bench: Bench | None = None) -> tuple[Against, ...]:
    """Return each decision that binds or recommends outward, with who is safe from it."""
    here = scene(at, bench)
    return tuple(
        _against(here, body, decision)
        for body in holding(at.charter.bodies, at)
        for decision in holding(body.decisions, at)
        if decision.binding != "internal"
    )


def _against(here: Scene, body: Body, decision: Decision) -> Against:
    known: dict[object, bool] = {}
    safe = [p for p in sorted(here.parties) if not _adopted(here, body, decision, p, known)]
    return Against(
        here.view.charter.id,
        body.id,
        decision.id,
        decision.title,
        decision.article,
        decision.measures,
        decision.binding,
        decision.binds,
        len(here.parties),
        tuple(safe),
    )


def _adopted(
    here: Scene, body: Body, decision: Decision, target: str, known: dict[object, bool]
) -> bool:
    """Return whether a decision can be adopted over a party's no; equal rules are asked once."""
    form = form_of(here.with_roles({ACCUSED: frozenset({target})}), body, decision)
    inside = frozenset({target}) & frozenset(form.members)
    key = signature(form, inside)
    if key not in known:
        known[key] = adoption(form, dict.fromkeys(inside, (Ballot.NO,))).verdict == "holds"
    return known[key]


def non_intervention(at: View) -> dict[str, Situation]:
    """Return the articles that forbid to act inside a party without its consent, and when."""
    return {
        norm.article: norm.where
        for norm in norms(at)
        if norm.modality == "must not" and norm.acts == ("intervene",)
    }
