"""The one place for wording: every text a person reads, in English and in Chinese.

Code names a text by its id (``problem.unknown-unit``); the sentences stand in
``locale/<language>/LC_MESSAGES/zeren.po``, compiled beside it as gettext has them compiled. Ids,
codes and JSON keys are never translated.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

from matrices.diagnostics import MatrixError, Problem, word_errors_by

LANGUAGES = ("en", "zh")
LOCALE_FOLDER = Path(__file__).parent / "locale"


def language_of_environment() -> str:
    """The language to speak: ``ZEREN_LANG``, else Chinese for a zh locale, else English."""
    chosen = os.environ.get("ZEREN_LANG", "").lower()
    if chosen:
        return "zh" if chosen.startswith("zh") else "en"
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return "en"


_current = language_of_environment()


def use_language(language: str) -> None:
    """Speak this language from now on: "en" or "zh"."""
    global _current
    _current = language if language in LANGUAGES else "en"


def current_language() -> str:
    """The language spoken now."""
    return _current


class _Texts:
    """The texts of a language, found in the compiled file without reading all of them.

    The gettext of the standard library decodes every text at the start of a call that needs a
    few. How the file is laid out is told in the manual of GNU gettext, "The Format of GNU MO
    Files": the tables of ids and texts hold lengths and places, and the ids are sorted.
    """

    def __init__(self, language: str) -> None:
        path = LOCALE_FOLDER / language / "LC_MESSAGES" / "zeren.mo"
        self._data = path.read_bytes()
        self._places = range(self._number(8))
        self._ids, self._texts = self._number(12), self._number(16)

    def _number(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 4], "little")

    def _string(self, table: int, place: int) -> bytes:
        length, start = self._number(table + 8 * place), self._number(table + 8 * place + 4)
        return self._data[start : start + length]

    def find(self, message_id: str) -> str | None:
        """The text of an id, None where there is none."""
        wanted = message_id.encode()
        place = bisect_left(self._places, wanted, key=lambda n: self._string(self._ids, n))
        if place == len(self._places) or self._string(self._ids, place) != wanted:
            return None
        return self._string(self._texts, place).decode()


@lru_cache(maxsize=len(LANGUAGES))
def _texts(language: str) -> _Texts:
    return _Texts(language)


@lru_cache(maxsize=2048)  # more than there are; ids that are built from data may be anything
def _found(language: str, message_id: str) -> str | None:
    return _texts(language).find(message_id)


def say(message_id: str, /, **values: str | int) -> str:
    """The text of an id with its placeholders filled.

    Raises KeyError for an id that no language has: that is a fault of the program.
    """
    text = _found(_current, message_id)
    if text is None:
        raise KeyError(message_id)
    return text.format_map(values)


def say_if_known(message_id: str, default: str) -> str:
    """The text of an id that is built from data (a kind, a code), `default` without one."""
    text = _found(_current, message_id)
    return default if text is None else text


def in_every_language(message_id: str) -> tuple[str, ...]:
    """The texts of an id in all languages, with their placeholders: to know ours when we see it."""
    found = [_found(language, message_id) for language in LANGUAGES]
    return tuple(text for text in found if text is not None)


def problem_line(problem: Problem) -> str:
    """One line for a problem: ``path:line:col: CODE name: message (suggestion)``."""
    suggestion = problem.values.get("suggestion", "")
    message = say("problem." + problem.name, **problem.values)
    line = f"{problem.place}: {problem.code} {problem.name}: {message}"
    return line + say("suggestion", suggestion=suggestion) if suggestion else line


def error_line(error: MatrixError) -> str:
    """One line for an error that stopped the work."""
    return say(error.message_id, **error.values)


word_errors_by(error_line)
