"""The options that every question shares, declared once.

`with_shared_options` puts the fields of `Question` into a command's signature, where typer
finds them, and hands the command one `Question` instead of a dozen parameters.
"""

# no postponed annotations: a named tuple would compile each of them anew at every start
import functools
import inspect
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_type_hints

import typer

from cli import completion
from matrices.wording import say

if TYPE_CHECKING:
    from matrices.api import Filters

# Choices repeat what the library has, here and in the modules of the commands: a help page
# must not wait for its imports. tests/cli/test_choices.py holds each of them against it.


class FormatName(StrEnum):
    """The formats a table can be printed in."""

    TABLE = "table"
    PLAIN = "plain"
    MD = "md"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


class RoleName(StrEnum):
    """The roles that can be asked for."""

    LEAD = "lead"
    COOPERATE = "cooperate"
    RESPONSIBLE = "responsible"
    GUIDE = "guide"


class AssumptionName(StrEnum):
    """What can be assumed where a notice does not say it."""

    FIRST_LISTED = "first-listed"


class EngineName(StrEnum):
    """What can answer: the index, or what reads exported folders."""

    SQLITE = "sqlite"
    DUCKDB = "duckdb"
    SPARK = "spark"


DataOption = typer.Option(
    "--data",
    metavar="PATH",
    envvar="ZEREN_DATA",
    show_envvar=False,
    help=say("help.data"),
)

# of the commands whose answer is a list
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", help=say("help.limit"))]


NOTHING_GIVEN: list[Any] = []  # typer copies it


class Question(NamedTuple):
    """What is asked of which data, and how the answer is to be printed."""

    ctx: typer.Context
    data: Annotated[list[Path], DataOption] = NOTHING_GIVEN
    jurisdiction: Annotated[
        list[str],
        typer.Option(
            "--jurisdiction",
            metavar="NAME",
            help=say("help.jurisdiction"),
            autocompletion=completion.jurisdictions,
        ),
    ] = NOTHING_GIVEN
    notice: Annotated[
        list[str],
        typer.Option(
            "--notice", metavar="ID", help=say("help.notice"), autocompletion=completion.notices
        ),
    ] = NOTHING_GIVEN
    period: Annotated[
        list[str], typer.Option("--period", metavar="YEAR", help=say("help.period"))
    ] = NOTHING_GIVEN
    section: Annotated[
        list[str], typer.Option("--section", metavar="SECTION", help=say("help.section"))
    ] = NOTHING_GIVEN
    role: Annotated[
        list[RoleName], typer.Option("--role", metavar="ROLE", help=say("help.role"))
    ] = NOTHING_GIVEN
    strict: Annotated[bool, typer.Option("--strict", help=say("help.strict"))] = False
    assume: Annotated[
        AssumptionName | None,
        typer.Option("--assume", metavar="RULE", help=say("help.assume")),
    ] = None
    format: Annotated[
        FormatName | None, typer.Option("--format", "-f", metavar="FORMAT", help=say("help.format"))
    ] = None
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.output"))
    ] = None
    engine: Annotated[
        EngineName | None, typer.Option("--engine", metavar="ENGINE", help=say("help.engine"))
    ] = None
    master: Annotated[
        str,
        typer.Option(
            "--master",
            metavar="URL",
            envvar="SPARK_REMOTE",
            show_envvar=False,
            help=say("help.master"),
        ),
    ] = ""
    no_index: Annotated[bool, typer.Option("--no-index", help=say("help.no-index"))] = False
    force: Annotated[bool, typer.Option("--force", help=say("help.force"))] = False

    @property
    def filters(self) -> "Filters":
        """Which tasks are asked about, as the library takes it."""
        return {
            "jurisdiction": self.jurisdiction,
            "notice": self.notice,
            "period": self.period,
            "section": self.section,
            "role": [role.value for role in self.role],
            "strict": self.strict,
            "assume": self.assume.value if self.assume else "",
        }

    @property
    def paths(self) -> list[Path]:
        """The catalogs to read: given to the command, else to the program."""
        return self.data or list(self.ctx.obj or ())


def with_shared_options(function: Callable[..., None]) -> Callable[..., None]:
    """A command as typer takes it: one that asks a `question` takes all options of `Question`."""
    own = inspect.signature(function, eval_str=True).parameters
    if "question" not in own:
        return function
    hints = get_type_hints(Question, include_extras=True)
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=Question._field_defaults.get(name, inspect.Parameter.empty),
            annotation=hints[name],
        )
        for name in Question._fields
    ]

    @functools.wraps(function)
    def command(**values: Any) -> None:  # noqa: ANN401 - typer passes what the signature says
        question = Question(*map(values.pop, Question._fields))
        function(question, **values)

    kept = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in own.items()
        if name != "question"
    ]
    command.__signature__ = inspect.Signature([*kept, *shared])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in (*kept, *shared)}
    del command.__wrapped__
    return command
