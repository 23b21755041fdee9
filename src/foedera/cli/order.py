"""Verbs on the order: power and trust over the years, institutions, threats, scenarios."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from foedera.cli.app import AsJson, On, app, show_or_dump

Region = Annotated[str, typer.Option(help="osce, europe or world.", metavar="REGION")]
Plot = Annotated[
    Path | None,
    typer.Option(help="Also draw it: F.svg, .png, .pdf or .html.", metavar="FILE"),
]
Seed = Annotated[int, typer.Option(help="Seed of the draws.")]


@app.command()
def order(
    since: Annotated[int, typer.Option("--from", help="First year, 1946 on.")] = 1990,
    until: Annotated[int, typer.Option("--to", help="Last year.")] = 2022,
    region: Region = "osce",
    capability: Annotated[
        str, typer.Option(help="cinc, gdp or population.", metavar="NAME")
    ] = "cinc",
    eu: Annotated[bool, typer.Option("--eu", help="Count the European Union as one.")] = False,
    west: Annotated[
        str, typer.Option(help="The West: a register, nato, or codes.", metavar="WHO")
    ] = "nato",
    draws: Annotated[int, typer.Option(help="Draws for the intervals.")] = 400,
    seed: Seed = 1,
    plot: Plot = None,
    as_json: AsJson = False,
) -> None:
    """Show poles, concentration, the shift of power and trust with Russia, year by year."""
    from foedera.report.documents.order import order_document
    from foedera.report.terminal.order import show_order

    document = order_document(
        since,
        until,
        region=region,
        capability=capability,
        eu=eu,
        west=west,
        draws=draws,
        seed=seed,
    )
    if plot:
        from foedera.report.order_charts import order_chart

        order_chart(document).save(plot)
    show_or_dump(document, show_order, as_json=as_json)


@app.command()
def institutions(on: On = None, plot: Plot = None, as_json: AsJson = False) -> None:
    """Compare the institutions of a day: members, weight, how they decide, what binds."""
    from foedera.report.documents.order import institutions_document
    from foedera.report.terminal.order import show_institutions

    document = institutions_document(_day(on))
    if plot:
        from foedera.report.order_charts import institutions_chart

        institutions_chart(document).save(plot)
    show_or_dump(document, show_institutions, as_json=as_json)


@app.command()
def network(
    on: On = None,
    region: Region = "osce",
    without: Annotated[
        list[str] | None,
        typer.Option(help="Leave out an institution (un, league); can be repeated.", metavar="ID"),
    ] = None,
    seed: Seed = 1,
    map_: Annotated[
        Path | None,
        typer.Option("--map", help="Draw the communities: F.svg, .png or .html.", metavar="FILE"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how institutions overlap, who brokers, which ties are missing, and communities."""
    from foedera.report.documents.order import network_document
    from foedera.report.terminal.order import show_network

    document = network_document(_day(on), region, without, seed)
    if map_:
        from foedera.report.order_charts import communities_map

        communities_map(document).save(map_)
    show_or_dump(document, show_network, as_json=as_json)


@app.command()
def threats(
    on: On = None,
    victim: Annotated[
        str | None, typer.Option(help="Who is threatened: GEO.", metavar="CODE")
    ] = None,
    accused: Annotated[
        str | None, typer.Option(help="Who is accused: RUS.", metavar="CODE")
    ] = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Count charters that never came into force.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show which institution may answer which act with which measure, and the holes."""
    from foedera.report.documents.order import threats_document
    from foedera.report.terminal.order import show_threats

    document = threats_document(_day(on), victim, accused, drafts=drafts)
    show_or_dump(document, show_threats, as_json=as_json)


@app.command()
def scenarios(
    names: Annotated[
        list[str] | None, typer.Argument(help="Scenarios by id; without any, all.")
    ] = None,
    victim: Annotated[str, typer.Option(help="Who is attacked.", metavar="CODE")] = "GEO",
    accused: Annotated[str, typer.Option(help="Who is accused.", metavar="CODE")] = "RUS",
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Compare orders that the debate proposes: what each covers, and gives a victim."""
    from foedera.report.documents.order import scenarios_document
    from foedera.report.terminal.order import show_scenarios

    document = scenarios_document(_day(on), victim, accused, tuple(names or ()))
    show_or_dump(document, show_scenarios, as_json=as_json)


def _day(word: str | None) -> date:
    """Return the day asked for; without one, the last of the data."""
    from foedera.proceedings import InputError
    from foedera.world import DATA_DATE

    if word is None:
        return DATA_DATE
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise InputError(f"'{word}' is no day: write it as 2009-12-01") from None
