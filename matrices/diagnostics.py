"""Places in files, problems found there, and the one exception a user may cause.

A problem holds a code, a name and the values it speaks of; its sentence is made by
`matrices.wording`, so that the same problem can be told in either language.
"""

# no postponed annotations: a named tuple would compile each of them anew at every start
from collections.abc import Callable
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple, Self


class Severity(StrEnum):
    """How bad a problem is: an error makes the answer incomplete, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(NamedTuple):
    """A place in a file; line and column count from 1, 0 means the file as a whole."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


_NO_VALUES: dict[str, str] = {}


# named tuples: making a dataclass takes longer, and every call waits for this module
class Problem(NamedTuple):
    """One thing that is wrong, where, and the values its message speaks of.

    `values` fills the placeholders of the message ``problem.<name>``; the key
    ``suggestion`` in it, when not empty, is printed in brackets behind the message.
    """

    code: str
    name: str
    place: Place
    severity: Severity = Severity.ERROR
    values: dict[str, str] = _NO_VALUES

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Problems are shown by path, line, column, code."""
        return (self.place.path, self.place.line, self.place.column, self.code)


class MatrixError(Exception):
    """Something a user can mend stopped the work; told in one line, exit status 2.

    `message_id` (``error.<what>``) names a text of `matrices.wording`, `values` fills its
    placeholders; ``str(error)`` is the sentence, in the language spoken now.
    """

    def __init__(self, message_id: str, **values: str) -> None:
        super().__init__(message_id, values)
        self.message_id = message_id
        self.values = values

    @classmethod
    def sent(cls, message_id: str, values: dict[str, str]) -> Self:
        """The error of another process, of which only these came over."""
        return cls(message_id, **values)

    def about(self, **values: str) -> Self:
        """The same error with some of its values changed."""
        return self.sent(self.message_id, {**self.values, **values})

    def __str__(self) -> str:
        return _sentence_of(self)


# only until `matrices.wording` is imported, which the package does first of all
_sentence_of: Callable[[MatrixError], str] = attrgetter("message_id")


def word_errors_by(sentence_of: Callable[[MatrixError], str]) -> None:
    """Let this function tell errors in words: the wording stands above this module."""
    global _sentence_of
    _sentence_of = sentence_of
