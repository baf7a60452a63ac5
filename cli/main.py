"""The `zeren` program: reads the call, asks the library, prints the answer, exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.main
from typer.exceptions import TyperException

from cli.help_page import TranslatedCommand, TranslatedGroup, usage_error_line
from cli.options import DataOption, with_shared_options
from cli.output import (
    EXIT_COULD_NOT,
    EXIT_FINE,
    EXIT_INTERRUPTED,
    ReaderGoneError,
    prepare_streams,
    put,
    tell,
)
from matrices.diagnostics import MatrixError
from matrices.wording import error_line, say

# The module of cli that has a command, in the order in which the help lists them: a call loads
# and builds the one that it names, which is a third of what it takes to start.
COMMANDS = {
    "owns": "show",
    "workload": "show",
    "orphans": "show",
    "overlaps": "show",
    "tasks": "show",
    "show": "show",
    "units": "show",
    "notices": "show",
    "compare": "compare_command",
    "checklist": "make",
    "merge": "make",
    "matrix": "make",
    "graph": "make",
    "import": "import_command",
    "check": "check_commands",
    "rules": "check_commands",
    "explain": "check_commands",
    "fmt": "check_commands",
    "index": "index_command",
    "export": "export_command",
}


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("zeren")
        except PackageNotFoundError:  # a checkout that nobody installed
            number = say("version.unknown")
        put(f"zeren {number}\n")
        raise typer.Exit


def _program(
    ctx: typer.Context,
    data: Annotated[list[Path], DataOption] = [],  # noqa: B006 - typer copies it
    version: Annotated[
        bool,
        typer.Option("--version", help=say("help.version"), callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    ctx.obj = data


def build_command(name: str) -> Any:  # noqa: ANN401 - typer's private types
    """The command of a name, built from the one module that has it; KeyError for another name."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    function = import_module(f"cli.{COMMANDS[name]}").COMMANDS[name]
    app.command(name, cls=TranslatedCommand, help=say("help." + name))(
        with_shared_options(function)
    )
    return typer.main.get_command(app)


class Program(TranslatedGroup):
    """All commands by name; one is loaded and built when it is asked for."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**settings)
        # names to suggest for one that is mistyped
        self.commands: dict[str, Any] = dict.fromkeys(COMMANDS)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401
        """The names in the order in which the help lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        """The command of a name, None where there is none."""
        return build_command(cmd_name) if cmd_name in COMMANDS else None


def program() -> typer.Typer:
    """The program: its own options, and commands that are built as they are called."""
    app = typer.Typer(
        name="zeren",
        cls=Program,
        help=say("help.zeren"),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_program)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one call and return its exit status: 0 fine, 1 problems found, 2 could not run."""
    prepare_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        result = program()(words, prog_name="zeren", standalone_mode=False)
    except MatrixError as error:
        tell(say("error", reason=error_line(error)))
        return EXIT_COULD_NOT
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            put(str(getattr(error, "message", "")) + "\n")
            return EXIT_COULD_NOT
        tell(say("error", reason=usage_error_line(error)))
        return EXIT_COULD_NOT
    except ReaderGoneError:
        _forget_streams()
        return EXIT_FINE
    except (KeyboardInterrupt, typer.Abort):
        return EXIT_INTERRUPTED
    except Exception as error:
        if os.environ.get("ZEREN_DEBUG"):
            raise
        tell(
            say("error", reason=say("error.internal", kind=type(error).__name__, reason=str(error)))
        )
        return EXIT_COULD_NOT
    return result if isinstance(result, int) else EXIT_FINE


def _forget_streams() -> None:
    """Python must not complain about a broken pipe while closing it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
