"""How Sphinx builds the documentation; `make docs` fails on any warning or broken reference."""

import re
import sys
from pathlib import Path

from sphinx.util.nodes import make_refnode

from foedera import __version__

sys.path.insert(0, str(Path(__file__).parent))

project = "foedera"
author = "The foedera developers"
copyright = author
version = release = __version__
language = "en_GB"

# tables.py stands beside this file and fills in what is taken from the package.
extensions = ["myst_parser", "sphinx.ext.autodoc", "tables"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

exclude_patterns = ["_build"]

autodoc_member_order = "groupwise"
autodoc_typehints = "none"  # signatures stay short; the text says what is taken and returned
python_use_unqualified_type_names = True
nitpick_ignore_regex = [
    # What pages of other projects explain; the build never asks the network.
    (r"py:.*", r"(numpy|pydantic|collections|concurrent|enum|datetime|fractions|pathlib|lark)\..*"),
    (r"py:.*", r"(BaseModel|IntEnum|StrEnum|ValueError|BeforeValidator)"),
]

html_theme = "furo"
html_title = f"foedera {__version__}"
html_static_path = ["_static"]
html_css_files = ["tables.css"]


def _raises(app, what, name, obj, options, lines):  # noqa: ANN001, ANN202, ARG001 - Sphinx calls it
    """Turn the paragraph "Raises:" of a docstring into the fields that Sphinx knows."""
    inside = False
    for number, line in enumerate(lines):
        if line.strip() == "Raises:":
            lines[number], inside = "", True
        elif inside and (found := re.fullmatch(r"    ([\w, ]+): (.*)", line)):
            lines[number] = f":raises {found[1]}: {found[2]}"
        elif inside and line and not line.startswith(" "):
            inside = False


def _by_name(app, env, node, text):  # noqa: ANN001, ANN202 - Sphinx calls it
    """Find a plain name that only one thing in the package has; docstrings need no full paths."""
    if node.get("refdomain") != "py":
        return None
    domain = env.get_domain("py")
    found = domain.find_obj(env, None, None, node["reftarget"], node["reftype"], 1)
    if len({entry.node_id for _, entry in found}) != 1:  # a name may have an alias elsewhere
        return None
    name, entry = found[0]
    return make_refnode(app.builder, node["refdoc"], entry.docname, entry.node_id, text, name)


def setup(app):  # noqa: ANN001, ANN201, D103 - Sphinx calls it
    app.connect("missing-reference", _by_name)
    app.connect("autodoc-process-docstring", _raises)
