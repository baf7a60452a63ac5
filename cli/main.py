"""The `zeren` program: reads the call, asks the library, prints the answer, exits."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from cli import (
    check_commands,
    compare_command,
    export_command,
    import_command,
    index_command,
    make,
    show,
)
from cli.help_page import TranslatedGroup, usage_error_line
from cli.options import DataOption
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


def program(only: str = "") -> typer.Typer:
    """The program with all its commands, or with `only` one of them.

    Building every command costs a third of what it takes to start; a call needs one.
    """
    app = typer.Typer(
        name="zeren",
        cls=TranslatedGroup,
        help=say("help.zeren"),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_program)
    for commands in (
        show,
        compare_command,
        make,
        import_command,
        check_commands,
        index_command,
        export_command,
    ):
        commands.add_commands(app, only)
    return app if app.registered_commands else program()


def _command_of(arguments: Sequence[str]) -> str:
    """The command a call names: its first word that is neither an option nor its value."""
    waiting = iter(arguments)
    for word in waiting:
        if word == "--data":
            next(waiting, "")
        elif not word.startswith("-"):
            return word
        elif not word.startswith("--data="):
            return ""  # --help, --version, a slip: the whole program answers
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one call and return its exit status: 0 fine, 1 problems found, 2 could not run."""
    prepare_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        result = program(_command_of(words))(words, prog_name="zeren", standalone_mode=False)
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


def run() -> None:
    """The entry point of the installed program."""
    # one call builds much and drops little: looking for cycles every 700 objects is lost time
    gc.set_threshold(50_000, 20, 20)
    raise SystemExit(main())
