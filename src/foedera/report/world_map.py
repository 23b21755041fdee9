"""The map of a world, coloured by an attribute."""

from typing import TYPE_CHECKING

from foedera.report.charts.map import map_chart
from foedera.report.charts.picture import Caption, Picture
from foedera.report.maps import area_of
from foedera.world.attributes import PARTY_ATTRIBUTES

if TYPE_CHECKING:
    from foedera.world import World


def world_map(world: "World", attribute: str = "cinc") -> Picture:
    """Return the map of a world's parties by an attribute; a bloc colours all its members.

    Raises:
        DataError: no attribute of parties is so called.
        PictureError: no party has a value, or Altair is not installed.
    """
    values = world[attribute].tolist()
    shown = {
        code: None if value != value else value  # noqa: PLR0124 - NaN is missing
        for group, value in zip(world.groups(), values, strict=True)
        for code in group
        if code not in world.names
    }
    known = PARTY_ATTRIBUTES[attribute]
    years = sorted({int(year) for year in world.years[attribute] if year})
    of = f", values of {years[0]}" if years and years[0] != world.year else ""
    title = f"{known.description[0].upper()}{known.description[1:]}, {world.year}{of}"
    caption = Caption(title, source=f"Source: {known.source}.")
    return map_chart(shown, caption, label=f"{attribute} ({known.unit})", area=area_of(shown))
