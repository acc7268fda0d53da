"""The errors cleaner raises, all of them below one root.

::

    CleanerError
    |-- RuleError      a rule file is wrong: file, line, rule id
    |-- ConfigError    a mode, policy, language or option that does not exist
    `-- InputError     the input as a whole cannot be read
        |-- NotAnArticleError    a page that holds no article
        |-- WrongTypeError       a value that is no string where only strings make sense
        `-- RecordError    one record of a stream cannot be cleaned; a value in `clean_many`, not an abort
"""

__all__ = [
    "CleanerError",
    "ConfigError",
    "InputError",
    "NotAnArticleError",
    "RecordError",
    "RuleError",
    "WrongTypeError",
    "given_up",
]

_GIVEN_UP = {
    "time-limit": "took longer than the time limit",
    "worker-died": "killed the process that cleaned it, three times",
}


class CleanerError(Exception):
    """Root of every error this package raises on purpose."""


class ConfigError(CleanerError):
    """An option, mode, category or language that does not exist; the message lists what does."""


class RuleError(CleanerError):
    """A rule file that cannot be used; the message reads `file:line: rule id: what is wrong`."""


class InputError(CleanerError):
    """The input cannot be read at all; the message says what would help.

    `cause` is the fixed word that a record gets which cannot be cleaned for this reason.
    """

    cause = "no-text"


class NotAnArticleError(InputError):
    """The page holds no article: a menu, a listing, an error page, a page that scripts fill."""

    cause = "not-an-article"


class WrongTypeError(InputError):
    """A value of another type than it has to be: bytes, or the NaN that stands for nothing in a data frame."""

    cause = "wrong-type"


class RecordError(InputError):
    """One record of a stream that cannot be cleaned.

    `number` counts records from 1, `cause` is one of a few fixed words (`not-an-object`, `no-text`, ...), `message`
    says it without the number, and `record` is what came in, so that nothing is lost.
    """

    def __init__(self, number: int, cause: str, message: str, record: object = None) -> None:
        super().__init__(f"record {number}: {message}")
        self.number = number
        self.cause = cause
        self.record = record
        self.message = message

    def __reduce__(self) -> tuple[type["RecordError"], tuple[int, str, str, object]]:
        return RecordError, (self.number, self.cause, self.message, self.record)


def given_up(number: int, cause: str) -> RecordError:
    """Why a record was not cleaned that would have been, had it taken less time or not killed its process."""
    return RecordError(number, cause, _GIVEN_UP[cause])
