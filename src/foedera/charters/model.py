"""The charter model: what a charter file may say.

Everything that can change with time or with the interpretation of the text is an *entry* that says
itself when it holds: from and until which day, when and unless which readings are taken. One
mechanism then serves amendments and ambiguities alike, and nothing is ever overwritten.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from foedera.files.record import Names, Record, as_list

Mark = Literal["verified", "recalled", "derived"]
Modality = Literal["must", "must not", "may", "should"]
Binding = Literal["legal", "political", "recommendation", "internal"]
# How far a decision may go in answer to an aggression, from naming it to force.
Answer = Literal["condemnation", "observers", "sanctions", "force"]

# What any charter may regulate; a charter that is silent on one of these leaves it to chance.
Topic = Literal[
    "aims",
    "indivisible security",
    "prohibition of force",
    "peaceful settlement",
    "information",
    "consultation",
    "convening",
    "quorum",
    "decision rule",
    "exclusion of the accused",
    "naming the aggressor",
    "urgent procedure",
    "deadlines",
    "measures",
    "enforcement",
    "sanctions",
    "mutual assistance",
    "automatic assistance",
    "burden sharing",
    "forces",
    "secretariat",
    "standing body",
    "fact-finding",
    "judicial settlement",
    "binding force",
    "implementation",
    "relation to the United Nations",
    "relation to other treaties",
    "neutrality",
    "freedom of alliance",
    "eligibility",
    "signature",
    "entry into force",
    "accession",
    "withdrawal",
    "suspension",
    "expulsion",
    "amendment",
    "reservations",
    "depositary",
    "languages",
    "budget",
    "area of application",
    "organisations as parties",
    "third states",
]


class Entry(Record):
    """Something that holds from one day until (not including) another, under some readings."""

    since: date | None = Field(None, alias="from", description="first day on which it holds")
    until: date | None = Field(None, description="first day on which it no longer holds")
    when: Names = Field((), description="reading options that must all be taken, e.g. E1b")
    unless: Names = Field((), description="reading options of which none may be taken")


class Cited(Entry):
    """An entry that stands in an article of the text, with how far that was checked."""

    article: str = Field(description="article, paragraph in brackets: 8(4)")
    mark: Mark = "verified"
    sources: Names = Field((), description="keys of the charter's `sources`")
    note: str = ""


class Article(Cited):
    """One article or paragraph in our own words; `article` is its number."""

    title: str = ""
    text: str
    topics: tuple[Topic, ...] = ()


class Terms(Entry):
    """A duty in the words of the vocabulary: the acts that it is about, and in which situations.

    Of several acts a duty asks for one (the choice of means is the party's); it forbids, or lets
    the party do, each of them. Whether an act affects somebody is a circumstance like any other.
    """

    act: Names = Field(description="acts of the vocabulary")
    if_: Names = Field((), alias="if", description="circumstances that must all be given")
    if_not: Names = Field((), description="circumstances of which none may be given")
    save: Names = Field((), description="rights (duties that say 'may') that this leaves untouched")
    discretion: str = Field("", description="whose choice the means are, in the text's words")


class Duty(Cited):
    """What a party must, must not, may or should do, and under which condition."""

    id: str
    who: str
    modality: Modality
    text: str
    condition: str = ""
    towards: str = "all parties"
    terms: Annotated[tuple[Terms, ...], BeforeValidator(as_list)] = Field(
        (), description="the same in the words of the vocabulary, so that duties can be compared"
    )


class Priority(Cited):
    """What the charter says on its relation to other engagements."""

    rule: Literal["prevails over", "yields to", "stands beside earlier", "bars later"]
    charters: Names = Field(("all",), description="ids of charters, or 'all'")
    duties: Names = Field((), description="articles whose duties it speaks of; empty: all")
    obligations: bool = Field(
        default=False, description="true: it ranks obligations only, not what a party may do"
    )


class Blank(Record):
    """A number or word that the text leaves open; it is never silently filled."""

    article: str
    title: str
    unit: Literal["hours", "days", "months", "parties", "words"]
    suggested: int | None = Field(None, description="a value that the text itself suggests")
    note: str = ""


class Option(Record):
    """One defensible reading of an ambiguous clause."""

    text: str
    reason: str = ""


class Question(Record):
    """An ambiguity: the question, its defensible readings, and the one taken by default."""

    question: str
    article: str
    default: str = Field(description="letter of the option taken unless the user says otherwise")
    why: str = Field(description="why that option is the default")
    text_in_doubt: bool = Field(
        False,
        description="true: not what the words mean is in question, but which words stand there",
    )
    options: dict[str, Option]


class Role(Record):
    """A name bound per case: accused, attacked, requester."""

    title: str
    article: str = ""
    required: bool = Field(False, description="a decision that speaks of it cannot do without it")


class Part(Entry):
    """One source of a group's members; give exactly one of its four kinds."""

    role: str | None = Field(None, description="those bound to this role in the case")
    group: str | None = Field(None, description="the members of another group")
    register_: str | None = Field(
        None, alias="register", description="institution in the table of memberships"
    )
    status: Names = Field((), description="statuses in the register; empty: full members")
    codes: Names = Field((), description="parties by code")
    less: Names = Field((), description="groups or roles whose members are left out")

    @model_validator(mode="after")
    def _one_kind(self) -> "Part":
        kinds = [self.role, self.group, self.register_, self.codes or None]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("give exactly one of role, group, register or codes")
        return self


Parts = Annotated[tuple[Part, ...], BeforeValidator(as_list)]


class WeightTable(Entry):
    """Whole-number weights by party: spelt out, or from the embedded table of weights."""

    register_: str | None = Field(None, alias="register")
    values: dict[str, int] = Field(default_factory=dict)
    article: str = ""
    sources: Names = ()


WeightTables = Annotated[tuple[WeightTable, ...], BeforeValidator(as_list)]


class RuleEntry(Entry):
    """Words of the decision rule; the entries that hold are joined by 'and'."""

    article: str
    clause: str
    mark: Mark | None = Field(None, description="absent: as the decision or step it belongs to")
    sources: Names = Field((), description="keys of the charter's `sources`")
    note: str = ""


class Silence(Entry):
    """A silence procedure for a decision: adopted if nobody objects until the time is up."""

    article: str
    within: str = Field(description="such as '24 hours' or '{days} days'")
    opened_by: Names = ()


class Decision(Cited):
    """A kind of decision that a body takes, and the rule by which it takes it."""

    id: str
    title: str
    rule: tuple[RuleEntry, ...]
    binding: Binding
    binds: str = "all parties"
    binds_under: dict[str, str] = Field(
        default_factory=dict, description="whom it binds under another reading, by option id"
    )
    measures: tuple[str, ...] = ()
    answer: Answer | None = Field(
        None, description="how far it may go in answer to an aggression; without: it is no answer"
    )
    protects: Literal["parties", "any"] = Field(
        "parties", description="whether it also answers an aggression against others"
    )
    silence: Silence | None = None
    proposed_by: Names = Field((), description="who may table it; empty: any member present")


class Body(Cited):
    """An organ that decides. `members` names a group of the charter."""

    id: str
    title: str
    members: str = "parties"
    session: Literal["continuous", "convened"] = "convened"
    presiding: str = "chair"
    decisions: tuple[Decision, ...]


class Needs(Record):
    """Support that another step must have gathered; to have taken it is a 'yes' in the rule."""

    step: str
    rule: tuple[RuleEntry, ...]


class Limit(Record):
    """A time limit: within how long after which step (or not before)."""

    within: str = Field(description="'48 hours', '{days_to_conference} days', 'immediately'")
    after: str = Field(description="the step from which time runs")
    lapses: bool = Field(False, description="true: the step can no longer be taken afterwards")
    article: str = ""


StepKind = Literal[
    "request",
    "reply",
    "consult",
    "join",
    "propose",
    "second",
    "convene",
    "object",
    "consent",
    "assist",
    "report",
    "notify",
    "find",
    "act",
    "sign",
    "ratify",
    "accede",
    "withdraw",
    "suspend",
    "expel",
    "readmit",
]


class Step(Cited):
    """Something that a party or an office may or must do, and what must have gone before."""

    id: str
    title: str
    kind: StepKind
    who: str = Field("", description="who may take it, in the text's words, if `by` is wider")
    by: Names = Field(description="groups, roles or offices that may take it")
    modality: Literal["may", "must"] = "may"
    after: Names = Field(
        (),
        description=(
            "what must have happened, all of it: a step; an outcome such as 'decision:adopted', "
            "'body:decision:rejected' or 'decision:blocked' (objections alone defeated it); under "
            "another charter of the case 'un-sc/decision:adopted'; alternatives 'a or b'"
        ),
    )
    needs: Needs | None = None
    deadline: Limit | None = None
    not_before: Limit | None = None
    names: Names = Field((), description="roles that the event may bind by naming parties")
    binds: dict[str, Names] = Field(
        default_factory=dict, description="role: 'party' (who takes the step) and/or 'to'"
    )
    opens: str | None = Field(None, description="body that this step convenes")
    repeats: bool = Field(True, description="false: once per party (or office) in a case")
    starts: bool = Field(False, description="true: a proceeding can begin with it")


class Ratifications(Entry):
    """How many (or which) ratifications bring a charter into force, and after how long."""

    article: str
    number: int | None = None
    share: str | None = Field(None, description="share of the signatories, such as 2/3")
    named: Names = Field((), description="parties whose ratification is indispensable")
    counting: str | None = Field(None, description="group of which ratifications count")
    delay: str = "immediately"


class MembershipRules(Record):
    """How one becomes and ceases to be a party; steps refer to it by their kind."""

    eligible: str = Field(description="group that may become a party")
    eligible_text: str
    article: str
    entry_into_force: Annotated[tuple[Ratifications, ...], BeforeValidator(as_list)] = ()
    later_parties_delay: str = "immediately"
    withdrawal_notice: str | None = None


class Amendment(Record):
    """A dated change of the text; the entries that it brought carry its date."""

    date: date
    title: str
    article: str
    text: str
    mark: Mark = "verified"
    sources: Names = ()


class Debate(Record):
    """A statement made about the text in the debate, and what the text itself says."""

    said: str
    text_says: str
    articles: Names
    claim: str = ""
    bears: Literal["confirms", "qualifies", "contradicts"] = "qualifies"


class Charter(Record):
    """The rules of one institution, every one with its article."""

    id: str
    title: str
    summary: str
    opened: date = Field(description="day from which the text exists")
    in_force: date | None = Field(None, description="day of entry into force; absent: never")
    ended: date | None = None
    text_status: str = Field("", description="which text this follows and how far it was read")
    sources: dict[str, str]
    parties: Parts
    party_word: str = Field("parties", description="the text's word: parties, members, states")
    roles: dict[str, Role] = Field(default_factory=dict)
    groups: dict[str, Parts] = Field(default_factory=dict)
    weights: dict[str, WeightTables] = Field(default_factory=dict)
    offices: Names = ()
    blanks: dict[str, Blank] = Field(default_factory=dict)
    readings: dict[str, Question] = Field(default_factory=dict)
    articles: tuple[Article, ...]
    duties: tuple[Duty, ...] = ()
    priority: tuple[Priority, ...] = Field(
        (), description="how the charter stands to other engagements of its parties"
    )
    bodies: tuple[Body, ...]
    steps: tuple[Step, ...] = ()
    membership: MembershipRules | None = None
    amendments: tuple[Amendment, ...] = ()
    debate: tuple[Debate, ...] = ()

    def body(self, body_id: str) -> Body | None:
        """Return the body with that id, or None."""
        return next((body for body in self.bodies if body.id == body_id), None)

    def step(self, step_id: str) -> Step | None:
        """Return the step with that id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)
