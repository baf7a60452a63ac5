"""The one place for wording: every text a person reads, in English and in Chinese.

Code names a text by its id (``problem.unknown-unit``); the sentences stand in
``locale/<language>/LC_MESSAGES/zeren.po`` and are looked up through gettext. Ids, codes and
JSON keys are never translated.
"""

from __future__ import annotations

import gettext
import os
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


@lru_cache(maxsize=len(LANGUAGES))
def _translations(language: str) -> gettext.NullTranslations:
    return gettext.translation("zeren", LOCALE_FOLDER, [language])


def say(message_id: str, /, **values: str | int) -> str:
    """The text of an id with its placeholders filled.

    Raises KeyError for an id that no language has: that is a fault of the program.
    """
    text = _translations(_current).gettext(message_id)
    if text == message_id:
        raise KeyError(message_id)
    return text.format_map(values)


def say_if_known(message_id: str, default: str) -> str:
    """The text of an id that is built from data (a kind, a code), `default` without one."""
    text = _translations(_current).gettext(message_id)
    return default if text == message_id else text


def in_every_language(message_id: str) -> tuple[str, ...]:
    """The texts of an id in all languages, with their placeholders: to know ours when we see it."""
    return tuple(_translations(language).gettext(message_id) for language in LANGUAGES)


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
