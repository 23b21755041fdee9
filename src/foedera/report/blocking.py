"""Who can stop a decision, alone or with others, and by which ballots: the blocking frontier."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from foedera.charters import Body, Decision, View
from foedera.power import smallest_block
from foedera.proceedings import Bench, normal_form, resolve_groups
from foedera.rules import Ballot, NormalForm, decide_batch
from foedera.rules.normal import inequalities
from foedera.world.memberships import members

WAYS = {
    "voting no": Ballot.NO,
    "abstaining": Ballot.ABSTAIN,
    "staying away": Ballot.ABSENT,
}
ANYBODY = "any members"
MOST_SUSPECTS = 100  # members of a body up to which each is tried as the accused
# The groups of states whose blocks are asked for; the body's own groups come before them.
BLOCS = {"nato": "NATO", "eu": "EU", "csto": "CSTO", "cis": "CIS", "sco": "SCO"}


@dataclass(frozen=True, slots=True)
class Stopper:
    """How many of a coalition must cast a ballot to stop what all others vote for.

    `needed` is None where not all of them together can; 0 where the decision fails as it is.
    `helped` says that the accused obstructs too and is not counted. Where `exact` is false,
    `needed` is only known to be enough.
    """

    coalition: str
    members: int
    by: str
    needed: int | None
    helped: bool = False
    exact: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return the record with plain values."""
        return {
            "coalition": self.coalition,
            "members": self.members,
            "by": self.by,
            "needed": self.needed,
            "helped": self.helped,
            "exact": self.exact,
        }


@dataclass(frozen=True, slots=True)
class Corner:
    """With `absent` members of a kind away, `no` more of them that vote no stop a decision."""

    kind: str
    absent: int
    no: int

    def to_dict(self) -> dict[str, Any]:
        """Return the record with plain values."""
        return {"kind": self.kind, "absent": self.absent, "no": self.no}


def stoppers(form: NormalForm, coalitions: Mapping[str, Collection[str]]) -> tuple[Stopper, ...]:
    """Return, for any members and for each coalition, how many can stop the decision, and how."""
    rows = {ANYBODY: tuple(form.members)}
    for label, codes in coalitions.items():
        inside = tuple(member for member in form.members if member in codes)
        if inside and len(inside) < len(form.members):
            rows[label] = inside
    return tuple(
        _stopper(form, label, inside, way, None) for label, inside in rows.items() for way in WAYS
    )


def accused_stoppers(forms: Mapping[str, NormalForm]) -> tuple[Stopper, ...]:
    """Return whether an accused can stop the decision alone, and with how many friends besides.

    `forms` has the rule for each party as the accused. Where they differ, the rows are about the
    one that finds it easiest, and say so.
    """
    found: list[Stopper] = []
    for label, helped in (("the accused alone", False), ("friends of the accused", True)):
        best = []
        differ = False
        for way in WAYS:
            each = [
                _accused_stopper(form, who, way, label, helped=helped)
                for who, form in forms.items()
            ]
            best.append(min(each, key=lambda row: (row.needed is None, row.needed or 0)))
            differ |= len({row.needed for row in each}) > 1
        # The words are one row's: what holds of all accused, or of the one that finds it easiest.
        words = f"{label}, where easiest" if differ else label
        found += [replace(row, coalition=words) for row in best]
    return tuple(found)


def _accused_stopper(
    form: NormalForm, accused: str, way: str, label: str, *, helped: bool
) -> Stopper:
    others = tuple(member for member in form.members if member != accused)
    if helped:
        return _stopper(form, label, others, way, accused)
    return _stopper(form, label, (accused,), way, None)


def _stopper(
    form: NormalForm, label: str, inside: tuple[str, ...], way: str, helper: str | None
) -> Stopper:
    block = smallest_block(
        form, among=inside, ballots=[WAYS[way]], helped_by=[helper] if helper else ()
    )
    return Stopper(label, len(inside), way, block.size, helper is not None, block.exact)


def coalitions_of(at: View, body: Body) -> dict[str, frozenset[str]]:
    """Return the groups that matter in a body: those its charter names, then blocs of the day."""
    groups = resolve_groups(at, Bench())
    everyone = groups[body.members]
    named = {
        name: codes & everyone
        for name, codes in groups.items()
        if name in at.charter.groups and 0 < len(codes & everyone) < len(everyone)
    }
    found = {name: codes for name, codes in named.items() if codes}
    for register, label in BLOCS.items():
        inside = _members_on(register, at) & everyone
        if register != at.charter.id and 1 < len(inside) < len(everyone):
            found[label] = inside
    return found


def _members_on(register: str, at: View) -> frozenset[str]:
    try:
        return frozenset(members(register, at.on))
    except ValueError:
        return frozenset()  # the institution does not exist on that day


def body_stoppers(at: View, body: Body, decision: Decision, bench: Bench) -> tuple[Stopper, ...]:
    """Return who can stop one decision: anybody, an accused, the groups of its charter, the blocs.

    Where the charter knows an accused and none is bound, every member is tried as one.
    """
    form = normal_form(at, body, decision, bench)
    rows = list(stoppers(form, coalitions_of(at, body)))
    if "accused" in at.charter.roles:
        bound = bench.roles.get("accused", frozenset())
        suspects = sorted(bound or form.members) if len(form.members) <= MOST_SUSPECTS else ()
        forms = {who: normal_form(at, body, decision, _accusing(bench, who)) for who in suspects}
        rows[len(WAYS) : len(WAYS)] = accused_stoppers(forms) if forms else ()
    return tuple(rows)


def _accusing(bench: Bench, who: str) -> Bench:
    return replace(bench, roles={**bench.roles, "accused": frozenset({who})})


def frontier(form: NormalForm) -> tuple[Corner, ...]:
    """Return for each kind of members how many no votes stop a decision beside how many absences.

    All others vote yes. Members whose ballots count alike in every inequality are of one kind. A
    number of absences that no number of no votes completes has no entry; entries stop where absence
    alone suffices.
    """
    found: list[Corner] = []
    for kind, rows in _kinds(form).items():
        found += _corners(form, kind, rows)
    return tuple(found)


def _corners(form: NormalForm, kind: str, rows: list[int]) -> list[Corner]:
    found = []
    for absent in range(len(rows) + 1):
        sheets = np.full((len(rows) - absent + 1, len(form.members)), int(Ballot.YES), np.uint8)
        sheets[:, rows[:absent]] = int(Ballot.ABSENT)
        for no in range(len(sheets)):
            sheets[no, rows[absent : absent + no]] = int(Ballot.NO)
        stopped = np.flatnonzero(~decide_batch(form, sheets))
        if len(stopped):
            found.append(Corner(kind, absent, int(stopped[0])))
            if stopped[0] == 0:
                break
    return found


def _kinds(form: NormalForm) -> dict[str, list[int]]:
    """Return the rows of the members of each kind, by a name for it, the largest kind first."""
    leaves = inequalities(form.root)
    alike: dict[bytes, list[int]] = {}
    for row in range(len(form.members)):
        key = b"".join(leaf.coefficients[row].tobytes() for leaf in leaves)
        alike.setdefault(key, []).append(row)
    kinds = sorted(alike.values(), key=len, reverse=True)
    return {_kind_name(form, rows): rows for rows in kinds}


def _kind_name(form: NormalForm, rows: list[int]) -> str:
    if len(rows) == len(form.members):
        return f"any of the {len(rows)} members"
    few = 5
    codes = [form.members[row] for row in rows]
    more = f" and {len(codes) - few} more" if len(codes) > few else ""
    return ", ".join(codes[:few]) + more
