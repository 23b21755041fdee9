"""The document of proofs."""

from collections.abc import Sequence

from foedera.charters import View
from foedera.proceedings import charter_parties
from foedera.proof import Course, Few, Standing, Verdict
from foedera.report.documents.stamp import Document, reading, stamped


def prove_document(at: View, verdicts: Sequence[Verdict]) -> Document:
    """Return each property with its verdict, what shows it, and what other readings change."""
    return stamped(
        {
            "charter": at.charter.id,
            "properties": [
                {
                    "property": verdict.property,
                    "question": verdict.question or None,
                    "verdict": verdict.verdict,
                    "text": verdict.text,
                    "articles": list(verdict.articles),
                    "witness": dict(verdict.witness) or None,
                    "roles": dict(verdict.roles),
                    "under_readings": dict(verdict.under_readings),
                    "play": course_document(verdict.course) if verdict.course else None,
                }
                for verdict in verdicts
            ],
        },
        at,
    )


OUTCOMES = {"holds": "obtained", "fails": "prevented", "unknown": "unknown"}


def course_document(course: Course) -> Document:
    """Return a line of play: each step with who takes it, and where it is stopped, if it is."""
    stop = course.stop
    return {
        "outcome": OUTCOMES[course.verdict],
        "supporters": len(course.supporters),
        "steps": [
            {
                "step": play.step,
                "title": play.title,
                "article": play.article,
                "party": play.party,
                "side": play.side,
                "latest": str(play.wait) if play.wait else None,
            }
            for play in course.plays
        ],
        "stopped": stop
        and {"stage": stop.stage, "title": stop.title, "article": stop.article, "why": stop.why},
        "relies_on": list(course.relied),
        "conditions": list(course.conditions),
    }


def play_document(
    rows: Sequence[tuple[View, Sequence[Standing]]],
    absent: Sequence[tuple[str, str]],
    who: Document,
) -> Document:
    """Return, for each charter and goal, who prevents or obtains it, at which stage, how fast."""
    return stamped(
        {
            **who,
            "charters": [
                {
                    "charter": at.charter.id,
                    "reading": reading(at),
                    "outside": [
                        code
                        for code in (who["accused"], *who["friends"])
                        if code not in charter_parties(at)
                    ],
                    "goals": [standing_document(each) for each in standings],
                }
                for at, standings in rows
            ],
            "not_open": [{"charter": charter, "why": why} for charter, why in absent],
            "obtained": {
                "against_accused": _obtained(rows, friends=False),
                "against_all": _obtained(rows, friends=True),
            },
        }
    )


def _obtained(rows: Sequence[tuple[View, Sequence[Standing]]], *, friends: bool) -> list[str]:
    """Return what the attacked obtains somewhere, without the choice of an office."""
    found = []
    for at, standings in rows:
        for each in standings:
            course = each.together if friends else each.alone
            if course.verdict == "holds" and not course.conditions:
                found.append(f"{at.charter.id} {each.goal}")
    return found


def standing_document(found: Standing) -> Document:
    """Return where everybody stands on one goal."""
    return {
        "goal": found.goal,
        "title": found.title,
        "article": found.article,
        "binding": found.binding,
        "accused_alone": course_document(found.alone),
        "accused_with_friends": course_document(found.together),
        "fewest_against": _few(found.against),
        "fewest_for": _few(found.needed),
        "earliest": found.earliest,
        "latest": found.latest,
        "unlimited": list(found.alone.unlimited),
        "stages": [
            {
                "stage": stage.id,
                "title": stage.title,
                "article": stage.article,
                "smallest": stage.smallest,
                "how": stage.how,
                "example": list(stage.coalition),
            }
            for stage in found.stages
        ],
    }


def _few(few: Few) -> Document:
    """Return a number beside the accused or the attacked.

    Null where no number is enough, or, if not exact, where it is unknown.
    """
    exact = few.settled and (few.size is None or few.at_least >= few.size)
    return {"size": few.size, "exact": exact, "at_least": few.at_least}
