"""What all tests share: how hard Hypothesis tries, here and in continuous integration."""

import os
from datetime import timedelta

from hypothesis import settings

# A test may be slow on a busy machine, yet an endless one is a fault.
settings.register_profile("default", deadline=timedelta(seconds=30))
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


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
