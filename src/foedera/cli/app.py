"""The application, the options that verbs share, and how a verb answers."""

import json
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="foedera",
    help="Make collective security executable: read, run and assess security charters.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
On = Annotated[str | None, typer.Option("--on", help="Day, such as 2009-12-01.", metavar="DATE")]
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", help="Take this reading (E1b); can be repeated.", metavar="ID"),
]
RoleOptions = Annotated[
    list[str] | None,
    typer.Option("--role", help="Bind a role: accused=RUS; can be repeated.", metavar="ROLE=CODES"),
]
BlankOptions = Annotated[
    list[str] | None,
    typer.Option("--blank", help="Fill a blank: seconders=2.", metavar="NAME=NUMBER"),
]
BallotOption = Annotated[
    str | None, typer.Option("--ballots", help="Ballots that are cast: four, or yes-no.")
]
CharterName = Annotated[str, typer.Argument(help="Id of the library, or path of a YAML file.")]


def main() -> None:
    """Run the command line; the user's faults end in one sentence and exit code 2."""
    try:
        app()
    except ValueError as error:
        if not type(error).__module__.startswith("foedera."):
            raise
        sys.stderr.write(f"foedera: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def show_or_dump(
    document: dict[str, Any], show: Callable[..., None], *, as_json: bool, shown: object = None
) -> None:
    """Print the document as JSON, or what it shows (the document itself, else `shown`)."""
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
        return
    from foedera.report.terminal.page import console

    show(console(), document if shown is None else shown)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from foedera import __version__

        sys.stdout.write(f"{__version__}\n")
        raise typer.Exit
