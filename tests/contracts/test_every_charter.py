"""What holds for every charter of the library; a new file is tested by being there."""

import re
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from foedera.charters import charter_ids, load_charter, view
from foedera.charters.select import all_options, decision_rule, holding, rule_of
from foedera.proceedings import Bench, charter_parties, normal_form, paths, resolve_groups
from foedera.rules import Ballot, decide, decide_batch, describe, parse
from foedera.world import DATA_DATE

REQUIRED = {
    *("est-2009", "un-sc", "un-ga", "league", "osce", "nato", "nrc", "eapc"),
    *("eu", "csto", "cis", "sco", "rio", "au-psc", "concert"),
}


def days(charter):
    """The days on which a charter's rules may change, and its last day."""
    end = charter.ended - timedelta(days=1) if charter.ended else DATA_DATE
    found = {charter.in_force or charter.opened, end}
    for body in charter.bodies:
        for decision in body.decisions:
            found |= {entry.since for entry in decision.rule if entry.since}
    # A new institution needs some weeks until its bodies are elected.
    start = (charter.in_force or charter.opened) + timedelta(days=100)
    found = {max(day, start) for day in found}
    return sorted(day for day in found if start <= day <= end)


def decisions(charter):
    """Every decision on every day that matters, with its view."""
    for day in days(charter):
        at = view(charter, day)
        for body in holding(charter.bodies, at):
            for decision in holding(body.decisions, at):
                yield at, body, decision


def bench(at, body):
    """Bind each role that a rule cannot do without to one member of the body."""
    members = sorted(resolve_groups(at, Bench())[body.members])
    roles = {
        name: frozenset(members[:1]) for name, role in at.charter.roles.items() if role.required
    }
    blanks = {name: blank.suggested or 2 for name, blank in at.charter.blanks.items()}
    return Bench(roles, blanks)


def test_the_library_has_the_institutions_promised_and_many_bodies():
    assert set(charter_ids()) >= REQUIRED
    bodies = sum(len(load_charter(charter_id).bodies) for charter_id in charter_ids())
    assert bodies >= 25


@pytest.fixture(params=charter_ids())
def charter(request):
    return load_charter(request.param)


def test_every_rule_prints_and_reads_back(charter):
    for at, _, decision in decisions(charter):
        rule = decision_rule(decision, at)
        assert parse(describe(rule)) == rule


def test_every_decision_has_a_rule_under_every_reading(charter):
    for option in (None, *all_options(charter)):
        at = view(charter, days(charter)[-1], [option] if option else [])
        for body in holding(charter.bodies, at):
            for decision in holding(body.decisions, at):
                assert rule_of(decision.rule, at) is not None, (decision.id, option)


def test_every_body_has_members_and_can_adopt_and_can_reject(charter):
    for at, body, decision in decisions(charter):
        form = normal_form(at, body, decision, bench(at, body))
        uniform = {
            ballot: decide(form, dict.fromkeys(form.members, ballot)).adopted
            for ballot in (Ballot.YES, Ballot.NO, Ballot.ABSENT)
        }
        # A reservation falls by objections, everything else rises by consent.
        assert uniform[Ballot.YES] or uniform[Ballot.NO], (body.id, decision.id, at.on)
        assert not all(uniform.values()), (body.id, decision.id, at.on)


def test_every_decision_of_a_small_body_is_the_same_one_by_one_and_in_batch(charter):
    for at, body, decision in decisions(charter):
        form = normal_form(at, body, decision, bench(at, body))
        generator = np.random.default_rng(7)
        cast = generator.choice(4, size=(25, len(form.members)), p=(0.6, 0.1, 0.15, 0.15))
        cast = cast.astype(np.uint8)
        alone = [
            decide(form, dict(zip(form.members, map(Ballot, row.tolist()), strict=True))).adopted
            for row in cast
        ]
        assert decide_batch(form, cast).tolist() == alone


def test_every_article_that_a_rule_or_step_cites_is_in_the_charter(charter):
    roots = {number for a in charter.articles for number in re.findall(r"\d+", a.article)}
    cited = [step.article for step in charter.steps]
    cited += [e.article for b in charter.bodies for d in b.decisions for e in d.rule]
    for article in cited:
        if article[0].isdigit():  # other instruments are cited by name: TFEU 237
            assert re.match(r"\d+", article)[0] in roots, article


def test_every_body_that_must_be_convened_can_be(charter):
    at = view(charter, days(charter)[-1])
    openers = {step.opens for step in charter.steps if step.opens}
    for body in holding(charter.bodies, at):
        assert body.session == "continuous" or body.id in openers, body.id
    binding = frozenset({"legal", "political", "recommendation", "internal"})
    assert paths(at, binding=binding)


def test_the_parties_of_each_day_are_known(charter):
    for day in days(charter):
        assert charter_parties(view(charter, day)), day


def test_readings_change_something_or_say_why_not(charter):
    """Two options of one question are worded differently and the default is argued."""
    for question in charter.readings.values():
        texts = [option.text for option in question.options.values()]
        assert len(set(texts)) == len(texts)
        assert question.why.strip()


def test_all_sheets_of_the_smallest_bodies_agree_between_single_and_batch():
    """Exhaustive for the four powers of 1815: every one of the 4^4 sheets."""
    charter = load_charter("concert")
    at = view(charter, date(1816, 1, 1))
    body, decision = charter.bodies[0], charter.bodies[0].decisions[0]
    form = normal_form(at, body, decision, Bench())
    sheets = np.array(list(product(range(4), repeat=len(form.members))), dtype=np.uint8)
    batch = decide_batch(form, sheets)
    for row, adopted in zip(sheets, batch, strict=True):
        sheet = dict(zip(form.members, map(Ballot, row.tolist()), strict=True))
        assert decide(form, sheet).adopted == adopted
