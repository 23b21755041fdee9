"""The JSON Schema of charter files, for editors: `python -m foedera.charters.schema` writes it."""

import json
from pathlib import Path
from typing import Any

from foedera.charters.model import Charter

SCHEMA = Path(__file__).parent / "charter.schema.json"


def charter_schema() -> dict[str, Any]:
    """Return the JSON Schema of a charter file, keys as an author writes them."""
    schema = Charter.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """Return the schema as it stands in the package."""
    return json.dumps(charter_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
