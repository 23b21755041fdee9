"""Findings on how decisive each body is, and how much one member weighs in it."""

from collections.abc import Iterator

from foedera.charters import Body, Decision
from foedera.charters.select import binding_decisions
from foedera.power import ALL_BALLOTS, YES_NO, Power, TooLarge, power
from foedera.proceedings import normal_form
from foedera.report.findings.record import Brief, Finding, Value, finds

# A body of all the world takes a second a reading to count: `foedera power` does it on request.
LARGEST_BODY = 100


@finds
def decisiveness(brief: Brief) -> Iterator[Finding]:
    """How likely each body acts if every sheet is as likely, for its first kind of decision."""
    seen: set[str] = set()
    for body, decision in binding_decisions(brief.view):
        if body.id not in seen:
            seen.add(body.id)
            yield from _of_body(brief, body, decision)


def _of_body(brief: Brief, body: Body, decision: Decision) -> Iterator[Finding]:
    form = normal_form(brief.view, body, decision, brief.bench(brief.accused))
    if len(form.members) > LARGEST_BODY:
        return
    try:
        four, two = power(form, ALL_BALLOTS), power(form, YES_NO)
    except TooLarge:
        return  # no figure is better than a drawn one here
    value: Value = {
        "four_ballots": str(four.power_to_act),
        "yes_no": str(two.power_to_act),
        "members": len(form.members),
    }
    text = (
        f"Of all sheets {float(four.power_to_act):.3g} adopt; of those on which all come and vote "
        f"yes or no, {float(two.power_to_act):.3g}. {_weights(four, brief.accused)}"
    )
    yield Finding(
        f"decisiveness {body.id}:{decision.id}",
        f"Decisiveness of the {body.title} ({decision.title})",
        value,
        text,
        (decision.article,),
        "C14",
    )


def _weights(found: Power, accused: str | None) -> str:
    shares = {member.party: member.shapley_shubik for member in found.members}
    low, high = f"{min(shares.values()):.3g}", f"{max(shares.values()):.3g}"
    words = (
        f"Each member settles {high} of the outcomes (Shapley-Shubik)."
        if high == low
        else f"A member settles between {low} and {high} of the outcomes (Shapley-Shubik)."
    )
    if accused in shares:
        words += f" {accused}, accused: {shares[accused]:.3g}."
    return words
