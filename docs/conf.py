"""How Sphinx builds the documentation; `make docs` fails on any warning or broken reference."""

from foedera import __version__

project = "foedera"
author = "The foedera developers"
copyright = author
version = release = __version__
language = "en_GB"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"foedera {__version__}"
