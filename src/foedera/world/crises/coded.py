"""What institutions did, in codes: what may stand beside what, and the whole that entries make.

The rule by which a person codes an entry is written in docs/reference/crisis-file.md. It was fixed,
and the library coded by it, before any simulated figure was put beside it.
"""

from collections.abc import Iterator

from foedera.world.crises.model import Crisis, Response

# Several entries of one institution count as the one that went furthest.
FURTHEST = ("yes", "other", "no", "none")
QUIET = (None, "none", "talk")  # measures that are no text of the body


def miscoded(response: Response) -> Iterator[str]:
    """Yield what contradicts itself in the codes of an entry, a sentence each."""
    decided, measure = response.decided, response.measure
    if decided is None:
        for key in ("blocked_by", "measure", "enforced"):
            if getattr(response, key) is not None:
                yield f"'{key}' needs 'decided', which says what the body came to"
        return
    if response.asked == "no" and (decided != "none" or measure == "talk"):
        yield "'asked: no' says that nobody brought it before the body; then 'decided' is none"
    yield from _beside_yes(response) if decided == "yes" else _beside_less(response)


def _beside_yes(response: Response) -> Iterator[str]:
    if response.blocked_by:
        yield "'blocked_by' says what stopped a measure; with 'decided: yes' nothing did"
    if response.measure in ("none", "talk"):
        yield f"'decided: yes' needs a measure from call to force, not '{response.measure}'"


def _beside_less(response: Response) -> Iterator[str]:
    decided = response.decided
    if response.enforced:
        yield f"'enforced' says whether a measure stopped the accused; '{decided}' adopted none"
    if decided != "other" and response.measure not in QUIET:
        yield f"'decided: {decided}' adopted nothing, so that its measure is none or talk"
    if decided == "no" and response.blocked_by == "not-convened":
        yield "'decided: no' is a proposal that was lost, so that the body had been convened"


def furthest(crisis: Crisis, institution: str) -> Response | None:
    """Return the entry of an institution that went furthest; None where none of them is coded."""
    coded = [r for r in crisis.organisations if r.institution == institution and r.decided]
    return min(coded, key=lambda r: FURTHEST.index(str(r.decided)), default=None)
