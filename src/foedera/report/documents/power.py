"""The document of a count."""

from collections.abc import Collection, Mapping

from foedera.charters import View
from foedera.power import ALL_BALLOTS, YES_NO, MemberPower, power, smallest_block
from foedera.report.documents.coalitions import add_every_index, add_unions
from foedera.report.documents.stamp import Document, stamped
from foedera.rules import Ballot, NormalForm


def power_document(
    form: NormalForm,
    *,
    four: bool,
    name: str,
    at: View | None = None,
    every: bool = False,
    unions: Mapping[str, Collection[str]] | None = None,
    rest: Ballot = Ballot.NO,
) -> Document:
    """Return the indices of a body: power to act, each member's, and its smallest block.

    With `every`, also the indices on coalitions, roles and the price of absence; with `unions`, the
    values of members bound together. `rest` is what who does not join a coalition casts.
    """
    found = power(form, ALL_BALLOTS if four else YES_NO)
    block = smallest_block(form, ballots=[b for b in found.ballots if b is not Ballot.YES])
    document = {
        "name": name,
        "ballots": [str(ballot) for ballot in found.ballots],
        "adopting": str(found.adopting),
        "sheets": str(found.sheets),
        "power_to_act": float(found.power_to_act),
        "monotone": found.monotone,
        "members": [_member_power(member) for member in found.members],
        "blocking": {
            "smallest": block.size,
            "example": {party: str(ballot) for party, ballot in block.sheet.items()},
            "exact": block.exact,
        },
    }
    if every:
        add_every_index(document, form, found, rest)
    if unions:
        add_unions(document, form, unions, rest)
    return stamped(document, at)


def _member_power(member: MemberPower) -> Document:
    prevent, initiate = member.coleman_prevent, member.coleman_initiate
    return {
        "party": member.party,
        "banzhaf": float(member.banzhaf),
        "banzhaf_normalised": float(member.banzhaf_normalised),
        "shapley_shubik": member.shapley_shubik,
        "coleman_prevent": None if prevent is None else float(prevent),
        "coleman_initiate": None if initiate is None else float(initiate),
        "success": float(member.success),
        "given": {str(ballot): float(chance) for ballot, chance in member.given.items()},
    }
