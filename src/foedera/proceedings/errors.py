"""Whose fault it is: the user's input, an event that the charter forbids, or a broken record."""


class InputError(ValueError):
    """The user's input is at fault; the message is one sentence that says what would do."""


class Forbidden(InputError):
    """An event that the charter does not allow, with the article that forbids it."""

    def __init__(self, reason: str, article: str) -> None:
        super().__init__(f"{reason} (Article {article})" if article else reason)
        self.reason = reason
        self.article = article
