"""The world: states and other parties, and who belonged to which institution when."""

from datetime import date

# The embedded tables: their version, and the last day for which they claim to be complete.
DATA_VERSION = "2026.11"
DATA_DATE = date(2024, 12, 31)
