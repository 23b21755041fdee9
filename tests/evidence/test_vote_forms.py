"""The forms of the vote: what a title tells, how forms are fitted, and how one is chosen."""

import numpy as np
import pytest

from foedera.behaviour import PerceptionParameters, cast
from foedera.behaviour.perceive import perception_law
from foedera.behaviour.posterior import Posterior, perception_parameters, vote_parameters
from foedera.behaviour.vote import VoteParameters, expected_vote
from foedera.evidence.errors import EvidenceError
from foedera.evidence.splits import Split
from foedera.evidence.voting.ballots import COLUMNS, Ballots
from foedera.evidence.voting.choose import Validation, chosen, losses, own_ballots
from foedera.evidence.voting.elements import ELEMENTS
from foedera.evidence.voting.forecast import vote_chances
from foedera.evidence.voting.model import EARLY, FIRST, LATE, form_of
from foedera.evidence.voting.texts import accusing, read_rules, urgent

TRUTH = VoteParameters(
    perception=0.8,
    accused=0.6,
    attacked=-0.5,
    allied_with_accused=-1.0,
    allied_with_attacked=0.5,
    patience=0.0,
    audience=0.0,
    cut_no=1.0,
    cut_yes=2.0,
    absence=-2.0,
    absence_alliance=0.0,
    absence_size=-0.9,
)
SEEN = PerceptionParameters(per_distance=0.9, per_alliance=1.8)


def drawn(drafts=45, members=30, first=1970, seed=3):
    """Ballots drawn from the behaviour room itself; three drafts a dispute, one draft a year."""
    size, rng = drafts * members, np.random.default_rng(seed)
    draft = np.repeat(np.arange(drafts), members)
    covariates = np.zeros((size, len(COLUMNS)))
    put = {
        "accused": rng.uniform(0, 4, size),
        "attacked": rng.uniform(0, 4, size),
        "allied_with_accused": rng.random(size) < 0.3,
        "allied_with_attacked": rng.random(size) < 0.3,
        "glaring": rng.uniform(0.2, 2, drafts)[draft],
        "size": rng.uniform(-2, 2, size),
    }
    for name, values in put.items():
        covariates[:, COLUMNS.index(name)] = values
    member = np.tile(np.arange(members), drafts)
    ballot, year, council = np.zeros(size, int), first + draft % 20, np.zeros(size)
    of = Ballots(ballot, member, year, draft, draft // 3, council, covariates, ("x",), 0)
    chances = expected_vote(of.situation(), TRUTH, perception_law(of.situation(), SEEN))[:, 0]
    of.ballot[:] = cast(chances[None], rng.random((1, size)))[0]
    return of


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Aggression against Ukraine : resolution", True),  # A/RES/ES-11/1
        ("Acts of agression by the apartheid regime against Angola", True),  # A/RES/36/172C
        ("demanding withdrawal of Argentine forces from the Falkland Islands", True),  # S/RES/502
        ("on Iraqi invasion of Kuwait", True),  # S/RES/660
        ("on South Africa's military activities against Angola", True),  # S/RES/387
        ("The situation in Kampuchea : resolution", False),  # A/RES/34/22
        ("Question of Cyprus", False),  # A/RES/3212(XXIX)
        ("Complaint by Tunisia", False),  # S/RES/164
        ("Territorial integrity of Ukraine : resolution", False),  # A/RES/68/262
    ],
)
def test_a_title_accuses_or_tells_nothing(title, said):
    assert accusing(title) is said


def test_an_emergency_session_is_told_by_the_symbol():
    assert urgent("A/RES/ES-11/1")
    assert urgent("A/RES/1004(ES-II)")
    assert not urgent("A/RES/1622(S-III)")
    assert not urgent("A/RES/34/22")


def test_a_wrong_rule_is_one_sentence():
    for text, says in (
        ("accusing = 'a'", "texts.toml: 'urgent' is unknown or missing"),
        ("accusing = '('\nurgent = 'a'", "texts.toml: a rule is no pattern: "),
        ("accusing", "texts.toml cannot be read: "),
    ):
        with pytest.raises(EvidenceError) as caught:
            read_rules(text)
        assert str(caught.value).startswith(says)


def test_a_form_is_of_the_years_in_the_data():
    of = drawn(drafts=6)
    assert form_of(of) is EARLY
    assert form_of(drawn(drafts=6, first=1990)) is LATE
    assert "all_accused" in EARLY.priors()
    assert set(FIRST.priors()) - {"gap"} < set(EARLY.priors())
    assert "per_distance" not in FIRST.priors()


def test_means_over_a_draft_stand_for_what_is_missing():
    from foedera.evidence.voting.ballots import _of_all

    faced = np.zeros((4, len(COLUMNS)))
    faced[:, 0] = [1, 3, 5, 7]
    faced[:, COLUMNS.index("size")] = [1, np.nan, np.nan, 2]
    whole = _of_all(faced, np.array([0, 0, 1, 1]))
    assert whole[:, COLUMNS.index("all_accused")].tolist() == [2, 2, 6, 6]
    assert whole[:, COLUMNS.index("size")].tolist() == [1, 1, 2, 2]


def test_the_accused_itself_is_counted_by_body_and_title():
    of = drawn(drafts=2, members=4)
    of.covariates[[0, 5], COLUMNS.index("side")] = -1
    of.covariates[5, COLUMNS.index("accusing")] = 1
    of.ballot[[0, 5]] = [2, 1]
    assert own_ballots(of)[:2] == [
        "assembly, an accusing title: 0 yes, 1 no, 0 abstain, 0 absent",
        "assembly, another title: 0 yes, 0 no, 1 abstain, 0 absent",
    ]


@pytest.fixture(scope="module")
def fitter():
    pytest.importorskip("numpyro", reason="numpyro (foedera[calibrate]) is not installed")
    from foedera.evidence.voting.laplace import Fitter

    return Fitter(drawn())


def test_perception_is_found_again_where_acts_differ_in_how_glaring_they_are(fitter):
    fit = fitter.fitted(EARLY)
    for name, value in (("perception", 0.8), ("per_distance", 0.9), ("per_alliance", 1.8)):
        found = fit.values[name]
        assert abs(found.mean() - value) < 3 * found.std(), name
        assert found.std() < 0.5 * value, name
    assert fit.values["absence_size"].mean() == pytest.approx(-0.9, abs=0.25)


def test_the_behaviour_room_foretells_what_the_fitted_form_does(fitter):
    from foedera.evidence.voting.laplace import foretold

    asked = drawn(drafts=4, seed=5)
    asked.covariates[:40, COLUMNS.index("urgent")] = 1
    asked.council[60:90] = 1
    for form in (EARLY, LATE):
        fit = fitter.fitted(form, draws=100)
        values = fit.values | {"cut_yes": fit.values["cut_no"] + fit.values["gap"]}
        of = Posterior("voting", 1989, "", 1, 1, 1, "", "", (), values)
        assert np.allclose(vote_chances(asked, of), foretold(fit, asked), atol=2e-3)
        assert perception_parameters(of).per_distance.shape == (100, 1)
        still = vote_parameters(of, effects=False)
        assert np.allclose(still.cut_yes - still.cut_no, fit.values["gap"][:, None])


def test_what_foretells_is_kept_and_what_does_not_is_not():
    pytest.importorskip("numpyro", reason="numpyro (foedera[calibrate]) is not installed")
    of = drawn(drafts=30, members=20)
    validation = Validation(of, (Split(1979, 1989),))
    tried = [e for e in ELEMENTS if e.words in ("absence by size", "absence by democracy")]
    form, trials = chosen(validation, (0,), tried, ())
    assert form.absence == (*FIRST.absence, "size")
    # What was not kept is tried once more at the end.
    assert [trial.kept for trial in trials] == [True, False, False]
    assert trials[0].gain > 0.01
    assert trials[0].often > 0.9
    assert str(trials[0]).endswith("kept")
    assert validation.score(form, (0,)) == pytest.approx(trials[0].score)


def test_losses_are_log_scores():
    of = drawn(drafts=1, members=4)
    chances = np.full((4, 4), 0.25)
    assert losses(chances, of) == pytest.approx(np.log(4))
