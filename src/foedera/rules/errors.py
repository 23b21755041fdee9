"""What can be wrong with a rule, said in one sentence."""


class RuleError(ValueError):
    """A rule, a sheet or an electorate is at fault; the message is one sentence for its author."""


class RuleSyntaxError(RuleError):
    """The words of a rule cannot be read; carries the column (from 1) where reading stopped."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


class UnboundRule(RuleError):
    """A rule names a group, weight or blank for which the electorate gives no value."""
