"""Load charter files: from the library in the package, or from a user's own path."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from foedera.charters import model
from foedera.charters.model import Charter
from foedera.charters.select import suggestion
from foedera.charters.validate import faults
from foedera.files.faults import keys_of, schema_faults
from foedera.files.record import Record
from foedera.files.source import Source, SourceError, read_source, read_text

LIBRARY = Path(str(files("foedera.charters") / "library"))


class CharterError(SourceError):
    """A charter file is at fault; `faults` has one sentence for each fault found."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.faults = tuple(messages)


def charter_ids() -> tuple[str, ...]:
    """Return the ids of the charters in the library, sorted."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.yaml")))


def library() -> tuple[Charter, ...]:
    """Return every charter in the library, in the order of :func:`charter_ids`."""
    return tuple(load_charter(charter_id) for charter_id in charter_ids())


@cache
def load_charter(name: str) -> Charter:
    """Return a charter of the library by id, or the one in a YAML file by path.

    Raises:
        CharterError: the file has faults, each told in a sentence.
        SourceError: there is no such charter, or the file is no YAML.
    """
    if name.endswith((".yaml", ".yml")):
        return read_charter(read_source(Path(name)))
    path = LIBRARY / f"{name}.yaml"
    if "/" in name or not path.is_file():
        raise SourceError(
            f"there is no charter '{name}' in the library{suggestion(name, charter_ids())}"
        )
    charter = read_charter(read_source(path))
    if charter.id != name:
        raise CharterError([f"{path.name} line 1: its id is '{charter.id}', not '{name}'"])
    return charter


def charter_from_text(text: str, name: str = "charter.yaml") -> Charter:
    """Return the charter in `text`; raises as :func:`load_charter`."""
    return read_charter(read_text(text, name))


def read_charter(source: Source) -> Charter:
    """Return the charter in a document; raises :class:`CharterError` with every fault found."""
    if not isinstance(source.data, dict):
        raise CharterError([f"{source.name} line 1: a charter is a mapping that begins with 'id:'"])
    try:
        charter = _adapter().validate_python(source.data)
    except ValidationError as error:
        raise CharterError(schema_faults(source, error, _known_keys())) from None
    found = [f"{source.at(path)}: {message}" for path, message in faults(charter)]
    if found:
        raise CharterError(found)
    return charter


@cache
def _adapter() -> TypeAdapter[Charter]:
    return TypeAdapter(Charter)


@cache
def _known_keys() -> tuple[str, ...]:
    models = [m for m in vars(model).values() if isinstance(m, type) and issubclass(m, Record)]
    return keys_of(models)
