"""Networks of institutions on a day: who shares members, who brokers, what falls apart into parts.

States and institutions are the two sides of a graph. From it follow the members that two
institutions share (Jaccard: shared over all), the betweenness of states and institutions (share of
shortest paths that lead over them, Freeman 1977, Sociometry 40), and communities of states tied by
common membership or by duties of defence, at the highest modularity that the method of Louvain
finds (Newman and Girvan 2004, Physical Review E 69; Blondel and others 2008, Journal of Statistical
Mechanics P10008). Institutions of the whole world join everybody and hide the rest: they are left
out unless asked for. Needs networkx: `pip install 'foedera[order]'`.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib import import_module
from itertools import combinations
from types import ModuleType
from typing import Any, Literal

from foedera.charters import Charter, charter_ids, holding, load_charter, view
from foedera.order.errors import NoGraphs, OrderError
from foedera.order.institutions import stands
from foedera.order.regions import area_of
from foedera.world.attributes import FIRST_YEAR
from foedera.world.memberships import members
from foedera.world.pairs import cube
from foedera.world.system import in_system

# Of networkx, which only the extra brings: there it has its type, here it has none.
Graph = Any

# Registers that are institutions of their own, not organs, lists or drafts.
INSTITUTIONS = (
    "arab-league",
    "au",
    "cis",
    "coe",
    "csto",
    "eapc",
    "eu",
    "league",
    "nato",
    "nrc",
    "osce",
    "rio",
    "sco",
    "seato",
    "un",
)
UNIVERSAL = frozenset({"un", "league"})
# Before the Organisation its members were parties to the Treaty of 1992.
EARLIER = {"csto": ("cst-1992", date(2003, 9, 18))}
# Charters by the register of their members, where the two are not called alike.
CHARTERS = {"un": ("un-sc", "un-ga"), "au": ("au-psc",)}

Tie = Literal["membership", "defence"]


def graphs() -> ModuleType:
    """Return networkx; raises :class:`NoGraphs`."""
    try:
        return import_module("networkx")
    except ModuleNotFoundError as error:
        raise NoGraphs from error


def belonging(
    on: date, region: str = "osce", without: Collection[str] = UNIVERSAL
) -> dict[str, tuple[str, ...]]:
    """Return who of a region belongs to each institution that has two of its states on a day.

    Raises:
        OrderError: a name to leave out is no institution, or there is no such region.
    """
    area = area_of(region)
    for name in sorted(set(without) - set(INSTITUTIONS)):
        raise OrderError(f"no institution is called '{name}'; there are: {', '.join(INSTITUTIONS)}")
    found = {}
    for name in INSTITUTIONS:
        register, start = EARLIER.get(name, (name, date.min))
        every = members(register if on < start else name, on)
        who = tuple(code for code in every if area is None or code in area)
        if len(who) >= 2 and name not in without:  # noqa: PLR2004 - one alone shares nothing
            found[name] = who
    return found


def cow_belonging(year: int) -> dict[str, tuple[str, ...]]:
    """Return the members of every organisation that Correlates of War knows in a year.

    From the original `igo_memberships_cow` (Pevehouse and others 2020, Journal of Peace Research
    57) in FOEDERA_DATA; `brokerage`, `by_membership` and `communities` take it.

    Raises:
        DataError: FOEDERA_DATA is not set, or has no such file.
    """
    from foedera.world.build.codes import code_of
    from foedera.world.build.codes import stands as in_use
    from foedera.world.originals import load

    found: dict[str, set[str]] = {}
    for row in load("igo_memberships_cow").iter_rows(named=True):
        code = code_of(row["ccode"])
        if code and row["from"] <= year <= row["to"] and in_use(row["ccode"], year):
            found.setdefault(row["igo"], set()).add(code)
    return {name: tuple(sorted(who)) for name, who in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class Link:
    """Two institutions: the members they share, the Jaccard index, and ties between their charters.

    `ties` are the articles in which one charter speaks of the other, or rests on its decisions;
    None where a charter is not in the library.
    """

    a: str
    b: str
    shared: tuple[str, ...]
    jaccard: float
    ties: tuple[str, ...] | None

    @property
    def missing(self) -> bool:
        """Whether they share no member and no charter, as far as known, speaks of the other."""
        return not self.shared and not self.ties


@dataclass(frozen=True, slots=True)
class Communities:
    """Groups of states, the largest first, with their modularity; `ties` says what joins them."""

    ties: str
    groups: tuple[tuple[str, ...], ...]
    modularity: float
    seed: int


@dataclass(frozen=True, slots=True)
class Network:
    """The network of a day. Brokerage is betweenness in the graph of states and institutions."""

    on: date
    region: str
    members: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...]
    links: tuple[Link, ...]
    brokerage: Mapping[str, float]
    communities: tuple[Communities, ...]

    @property
    def missing(self) -> tuple[Link, ...]:
        """The pairs of institutions with nothing in common."""
        return tuple(link for link in self.links if link.missing)

    def link(self, a: str, b: str) -> Link:
        """Return the link of two institutions; raises :class:`OrderError` if one is not there."""
        for link in self.links:
            if {link.a, link.b} == {a, b}:
                return link
        raise OrderError(f"the network of {self.on} has no pair of {a} and {b}")

    def to_dict(self) -> dict[str, Any]:
        """Return the network as JSON has it, the greatest brokers first."""
        ranked = sorted(self.brokerage.items(), key=lambda item: (-item[1], item[0]))
        return {
            "on": self.on.isoformat(),
            "region": self.region,
            "without": list(self.without),
            "institutions": [
                {"id": name, "members": list(who), "brokerage": self.brokerage[name]}
                for name, who in self.members.items()
            ],
            "states": [
                {"party": code, "brokerage": share}
                for code, share in ranked
                if code not in self.members
            ],
            "links": [asdict(link) | {"missing": link.missing} for link in self.links],
            "communities": [asdict(found) for found in self.communities],
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)


def network(
    on: date, *, region: str = "osce", without: Collection[str] = UNIVERSAL, seed: int = 1
) -> Network:
    """Return the network of institutions among the states of a region on a day.

    Communities by duties of defence are those of the day's year, and left out after the source's
    last year.

    Raises:
        OrderError: fewer than two institutions have members, or a name is unknown.
        NoGraphs: networkx is not installed.
    """
    held = belonging(on, region, without)
    if len(held) < 2:  # noqa: PLR2004 - a network joins two
        raise OrderError(f"fewer than two institutions have members on {on}")
    return Network(
        on,
        region,
        held,
        tuple(sorted(without)),
        tuple(_link(a, b, held, on) for a, b in combinations(held, 2)),
        brokerage(held),
        tuple(_communities(held, on, seed)),
    )


def _link(a: str, b: str, held: Mapping[str, Sequence[str]], on: date) -> Link:
    first, second = set(held[a]), set(held[b])
    shared = first & second
    return Link(a, b, tuple(sorted(shared)), len(shared) / len(first | second), ties(a, b, on))


def ties(a: str, b: str, on: date) -> tuple[str, ...] | None:
    """Return where the charters of two institutions speak of each other on a day.

    As `charter article`: clauses on the relation to other engagements that name it, and steps that
    rest on its decisions. None if a charter is not in the library or does not stand.
    """
    ours, theirs = (_charters(name, on) for name in (a, b))
    if not ours or not theirs:
        return None
    found = [
        f"{charter.id} {article}"
        for mine, other in ((ours, theirs), (theirs, ours))
        for charter in mine
        for article in _naming(charter, {each.id for each in other}, on)
    ]
    return tuple(dict.fromkeys(found))


def _charters(name: str, on: date) -> list[Charter]:
    ids = [each for each in CHARTERS.get(name, (name,)) if each in charter_ids()]
    charters = [load_charter(each) for each in ids]
    return [charter for charter in charters if stands(charter, on)]


def _naming(charter: Charter, others: set[str], on: date) -> Iterable[str]:
    at = view(charter, on)
    for clause in holding(charter.priority, at):
        if others & set(clause.charters):
            yield clause.article
    for step in holding(charter.steps, at):
        words = " ".join(step.after).split()
        if any(word.startswith(f"{other}/") for word in words for other in others):
            yield step.article


def bipartite(held: Mapping[str, Iterable[str]]) -> Graph:
    """Return the graph of states and institutions, each with its side as `kind`."""
    graph: Graph = graphs().Graph()
    for name, who in held.items():
        graph.add_node(name, kind="institution")
        for code in who:
            graph.add_node(code, kind="state")
            graph.add_edge(name, code)
    return graph


def brokerage(held: Mapping[str, Iterable[str]]) -> dict[str, float]:
    """Return the betweenness of every state and institution, as a share of all pairs of others."""
    found: dict[str, float] = graphs().betweenness_centrality(bipartite(held))
    return found


def by_membership(held: Mapping[str, Iterable[str]]) -> Graph:
    """Return the graph of states, each tie weighing as many institutions as both belong to."""
    graph: Graph = graphs().Graph()
    for who in held.values():
        inside = sorted(who)
        graph.add_nodes_from(inside)
        for a, b in combinations(inside, 2):
            weight = graph.get_edge_data(a, b, {"weight": 0})["weight"]
            graph.add_edge(a, b, weight=weight + 1)
    return graph


def by_defence(codes: Sequence[str], year: int) -> Graph:
    """Return the graph of states of which at least one owes the other defence in a year."""
    graph: Graph = graphs().Graph()
    inside = in_system([year], codes)[0].tolist()
    states = [code for code, there in zip(codes, inside, strict=True) if there]
    owed = cube("defence", [year], states)[0]
    graph.add_nodes_from(states)
    for i, j in combinations(range(len(states)), 2):
        if owed[i, j] == 1 or owed[j, i] == 1:
            graph.add_edge(states[i], states[j], weight=1)
    return graph


def communities(graph: Graph, ties_: str, seed: int = 1) -> Communities:
    """Return the communities of a graph of states and their modularity.

    Raises:
        OrderError: nobody in the graph has a tie.
    """
    nx = graphs()
    if not graph.number_of_edges():
        raise OrderError(f"nobody is tied by {ties_}")
    # The method looks at nodes in their order: sorted, it finds the same for the same seed.
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(graph.nodes))
    ordered.add_edges_from(sorted((*sorted((a, b)), d) for a, b, d in graph.edges(data=True)))
    parts = nx.community.louvain_communities(ordered, weight="weight", seed=seed)
    groups = sorted((tuple(sorted(part)) for part in parts), key=lambda part: (-len(part), part))
    modularity = float(nx.community.modularity(ordered, parts, weight="weight"))
    return Communities(ties_, tuple(groups), modularity, seed)


def _communities(held: Mapping[str, tuple[str, ...]], on: date, seed: int) -> Iterable[Communities]:
    yield communities(by_membership(held), "membership", seed)
    codes = sorted({code for who in held.values() for code in who})
    graph = by_defence(codes, on.year) if on.year >= FIRST_YEAR else graphs().Graph()
    if graph.number_of_edges():
        yield communities(graph, "defence", seed)
