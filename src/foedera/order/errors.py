"""What can be wrong with a question about the order."""


class OrderError(ValueError):
    """A region, institution, scenario or range of years cannot be; the message is one sentence."""


class NoGraphs(ValueError):
    """The library of networks is not installed; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__(
            "networks need packages that are not installed: pip install 'foedera[order]'"
        )
