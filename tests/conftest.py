"""What all tests share: how hard Hypothesis tries, here and in continuous integration."""

import os
from datetime import timedelta

from hypothesis import settings

# A test may be slow on a busy machine, yet an endless one is a fault.
settings.register_profile("default", deadline=timedelta(seconds=5))
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")
