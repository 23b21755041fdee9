"""Findings on how decisive each body is, and how much one member weighs in it."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from foedera.charters import Body, Decision, View, charter_ids, load_charter, view
from foedera.charters.select import answers
from foedera.power import ALL_BALLOTS, YES_NO, Power, Seat, TooLarge, power, seat_of
from foedera.power.across import bound
from foedera.proceedings import InputError, normal_form
from foedera.report.findings.record import Brief, Finding, Value, finds
from foedera.rules import RuleError

# A body of all the world takes a second a reading to count: `foedera power` does it on request.
LARGEST_BODY = 100


@finds
def decisiveness(brief: Brief) -> Iterator[Finding]:
    """How likely each body acts if every sheet is as likely, for its first kind of decision."""
    seen: set[str] = set()
    for body, decision in answers(brief.view):
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


@finds
def say(brief: Brief) -> Iterator[Finding]:
    """What the accused weighs in this charter's strongest decision, and in those of others."""
    if brief.accused is None:
        return
    own = seat_of(brief.view, _strongest(brief.view), brief.bench(brief.accused))
    rows = [
        _say(own, brief.accused),
        *_elsewhere(brief.view.charter.id, brief.view.on, brief.accused),
    ]
    value: dict[str, Value] = {name: dict(row) for name, row in filter(None, rows)}
    if not value:
        return
    words = [_said(name, row) for name, row in filter(None, rows)]
    yield Finding(
        "say",
        f"The say of {brief.accused} here and elsewhere",
        value,
        f"Chance to settle the outcome (Shapley-Shubik) and share of adoptions that its no alone "
        f"defeats (Coleman), all sheets of four ballots as likely: {'; '.join(words)}.",
        (own.decision.article,),
        "C14",
    )


def _strongest(at: View) -> str:
    body, decision = answers(at)[0]
    return f"{body.id}:{decision.id}"


Row = tuple[str, dict[str, str]]


@cache
def _elsewhere(charter_id: str, on: date, party: str) -> tuple[Row, ...]:
    """Return the party's say in every other charter in force on the day, by default readings."""
    found = []
    for other in charter_ids():
        charter = load_charter(other)
        stands = charter.in_force is not None and charter.in_force <= on
        if other == charter_id or not stands or (charter.ended and charter.ended <= on):
            continue
        at = view(charter, on)
        row = _say(seat_of(at, _strongest(at)), party)
        found += [row] if row else []
    return tuple(found)


def _say(seat: Seat, party: str) -> Row | None:
    try:
        form, _ = bound(seat)
        if len(form.members) > LARGEST_BODY:
            return None
        members = {member.party: member for member in power(form).members}
    except (TooLarge, InputError, RuleError):
        return None
    name = f"{seat.view.charter.id} {seat.name}"
    if party not in members:
        return name, {"seat": "none"}
    member = members[party]
    return name, {
        "shapley_shubik": f"{member.shapley_shubik:.3g}",
        "coleman_prevent": f"{float(member.coleman_prevent or 0):.3g}",
    }


def _said(name: str, row: dict[str, str]) -> str:
    if "seat" in row:
        return f"{name}: no seat"
    return f"{name}: {row['shapley_shubik']} and {row['coleman_prevent']}"
