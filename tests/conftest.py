"""What all tests share: how hard Hypothesis tries, here and in continuous integration."""

import os
import sys
from datetime import timedelta

import pytest
from hypothesis import settings

from foedera.cli import main

# A test may be slow on a busy machine, yet an endless one is a fault.
settings.register_profile("default", deadline=timedelta(seconds=30))
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command in this process; return exit code, standard output, standard error."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["foedera", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        captured = capsys.readouterr()
        return int(stop.value.code or 0), captured.out, captured.err

    return call


def pytest_terminal_summary(terminalreporter):  # pytest calls it by name
    """Print how much of history was replayed, wherever the tests ran."""
    counts = {"cases": 0, "council_votes": 0}
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name in counts:
                counts[name] = max(counts[name], value)
    if any(counts.values()):
        terminalreporter.write_line(
            f"History: {counts['cases']} cases replayed to the outcome on record; "
            f"{counts['council_votes']} Security Council votes decided as they were."
        )
