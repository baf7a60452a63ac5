"""Translates the texts of the index for the other engines: ``python -m tests.translated_sql``.

sqlglot is needed here only: the translations are part of the package, and a test keeps them
current.
"""

from __future__ import annotations

from pathlib import Path

import sqlglot

SOURCE = Path(__file__).parent.parent / "matrices/answers/index/sql"
DIALECTS = ("duckdb", "spark")
# a translation that loses something is no translation
_STRICT = sqlglot.ErrorLevel.RAISE


def translate(text: str, dialect: str) -> str:
    """A text of SQLite's dialect in another one, under the same question."""
    question = [line for line in text.splitlines() if line.startswith("--")]
    (statement,) = sqlglot.transpile(
        text,
        read="sqlite",
        write=dialect,
        pretty=True,
        comments=False,
        unsupported_level=_STRICT,
    )
    # sqlglot leaves blanks behind in CHR(10)
    return "\n".join([*question, *(line.rstrip() for line in statement.splitlines())]) + "\n"


def translations() -> dict[Path, str]:
    """The file of every translation, and what should stand in it."""
    return {
        SOURCE / dialect / source.name: translate(source.read_text(encoding="utf-8"), dialect)
        for dialect in DIALECTS
        for source in sorted(SOURCE.glob("*.sql"))
    }


def main() -> None:
    """Write all translations and remove those of texts that are no more."""
    current = translations()
    for dialect in DIALECTS:
        for path in (SOURCE / dialect).glob("*.sql"):
            if path not in current:
                path.unlink()
    for path, text in current.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
