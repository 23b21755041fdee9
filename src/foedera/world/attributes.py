"""What is known of parties and of pairs: each attribute, its unit, its source and where it ends."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from foedera.world.tables import describe, rows

FIRST_YEAR, LAST_YEAR = 1946, 2100

# Half of the disputes that began in this year or later is left out of the embedded table.
DISPUTES_PARTIAL = 1990

# Correlates of War (2017), State System Membership v2016: major powers since 1946, years included.
MAJOR_POWERS: dict[str, int] = {
    "CHN": 1950,
    "DEU": 1991,
    "FRA": 1946,
    "GBR": 1946,
    "JPN": 1991,
    "RUS": 1946,
    "USA": 1946,
}
MAJOR_POWERS_LAST = 2016


@cache
def _last(table: str, column: str) -> int | None:
    """Return the last year of a table; of one of parties by year, the last that has the column."""
    known = describe(table)
    year = known.last
    if year is None or known.kind != "yearly party":
        return year
    while year > FIRST_YEAR and all(row[column] is None for row in rows(table, year)):
        year -= 1
    return year


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: `table` and `column` say where it stands, `whole` that it is counted."""

    name: str
    table: str
    column: str
    unit: str
    description: str
    whole: bool = False

    @property
    def last(self) -> int | None:
        """The last year that the source covers; None where it does not depend on the year."""
        return MAJOR_POWERS_LAST if self.name == "major_power" else _last(self.table, self.column)

    @property
    def source(self) -> str:
        """The source and its version."""
        if self.name == "major_power":
            return "Correlates of War, Major Powers, v2016"
        table = describe(self.table)
        return f"{table.source}, {table.version}"

    def to_dict(self) -> dict[str, Any]:
        """Return name, unit, description, source, licence and years, as JSON has them."""
        table = describe(self.table)
        return {
            "column": self.name,
            "unit": self.unit,
            "description": self.description,
            "table": self.table,
            "source": self.source,
            "licence": table.licence,
            "first": FIRST_YEAR if self.last else None,
            "last": self.last,
        }


def _party(name: str, table: str, unit: str, description: str) -> Attribute:
    return Attribute(name, table, name, unit, description, whole=name == "major_power")


PARTY_ATTRIBUTES: dict[str, Attribute] = {
    attribute.name: attribute
    for attribute in (
        _party("cinc", "capabilities", "share of the system", "material capabilities (CINC)"),
        _party("gdp", "economy", "millions, real", "gross domestic product"),
        _party("gdp_sd", "economy", "as gdp", "standard deviation of gdp over simulations"),
        _party("population", "economy", "millions of persons", "population"),
        _party("population_sd", "economy", "as population", "standard deviation of population"),
        _party("polyarchy", "regime", "index, 0 to 1", "electoral democracy"),
        _party("ideal", "ideal_points", "no unit", "ideal point in the UN General Assembly"),
        _party("q05", "ideal_points", "as ideal", "5 % bound of the ideal point"),
        _party("q95", "ideal_points", "as ideal", "95 % bound of the ideal point"),
        _party("major_power", "parties", "1 or 0", "a major power after Correlates of War"),
    )
}

DYAD_ATTRIBUTES: dict[str, Attribute] = {
    attribute.name: attribute
    for attribute in (
        Attribute(
            "ideal_distance", "ideal_points", "ideal", "no unit", "distance of the two ideal points"
        ),
        Attribute("agreement", "agreement", "agreement", "share, 0 to 1", "agreement in UN votes"),
        Attribute("votes", "agreement", "votes", "votes", "UN votes that both cast", whole=True),
        Attribute("defence", "alliances", "defence", "1 or 0", "a owes b defence", whole=True),
        Attribute(
            "neutrality", "alliances", "neutrality", "1 or 0", "a owes b neutrality", whole=True
        ),
        Attribute(
            "nonaggression",
            "alliances",
            "nonaggression",
            "1 or 0",
            "a may not attack b by treaty of alliance or pact",
            whole=True,
        ),
        Attribute(
            "consultation",
            "alliances",
            "consultation",
            "1 or 0",
            "a owes b consultation",
            whole=True,
        ),
        Attribute(
            "contiguity",
            "contiguity",
            "type",
            "1 (land) to 5 (400 miles of water), 0 none",
            "how close the two territories are",
            whole=True,
        ),
        Attribute(
            "km_capitals",
            "distance",
            "km_capitals",
            "km",
            "between the capitals of today",
            whole=True,
        ),
        Attribute(
            "km_borders", "distance", "km_borders", "km", "between the borders of today", whole=True
        ),
        Attribute("rivalry", "rivalries", "kind", "1 or 0", "a strategic rivalry", whole=True),
        Attribute(
            "disputes",
            "disputes",
            "hostility",
            "years of the window",
            "years with a militarised dispute; from 1990 on at least so many",
            whole=True,
        ),
        Attribute(
            "hostility",
            "disputes",
            "hostility",
            "1 to 5, 0 none",
            "highest level of hostility in the window",
            whole=True,
        ),
    )
}
