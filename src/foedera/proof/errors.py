"""What can be wrong with a question, said in one sentence."""


class PropertyError(ValueError):
    """A property cannot be read, or speaks of what the charter does not know."""


class SolverMissing(ValueError):
    """The question needs the solver, which is an extra of its own."""

    def __init__(self) -> None:
        super().__init__(
            "this question needs a solver that is not installed: pip install 'foedera[prove]'"
        )
