"""Power: how many, and who, can stop a body from deciding."""

from foedera.power.blocking import Block, smallest_block, smallest_support

__all__ = ["Block", "smallest_block", "smallest_support"]
