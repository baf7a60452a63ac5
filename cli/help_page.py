"""Help pages and usage errors in the user's language, laid out by display width.

typer's plain help wraps by counting characters, which runs Chinese text over the edge, and
knows no Chinese; its rich help costs the start-up of rich.
"""

from __future__ import annotations

import re
import shutil
from typing import Any

import typer.core
from typer.exceptions import TyperException

from matrices.wording import say, say_if_known

# patterns are compiled where they are needed: nearly no call needs one of these
_NO_SUCH_COMMAND = (
    r"(?s)No such command ['\"](?P<command>.*)['\"]\.(?: Did you mean (?P<nearest>[^?]*)\?)?"
)
_EXTRA_ARGUMENTS = r"(?s)Got unexpected extra argument\(s\) \((?P<arguments>.*)\)"
_MAX_WIDTH = 80
_MAX_TERM = 26


def page_width() -> int:
    """Columns of a help page: the terminal's, at most 80."""
    return min(_MAX_WIDTH, shutil.get_terminal_size((80, 24)).columns)


class TranslatedCommand(typer.core.TyperCommand):
    """A command whose help page is ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer's private types
        """Write the whole page."""
        formatter.write(help_page(self, ctx))


class TranslatedGroup(typer.core.TyperGroup):
    """The list of commands, with our help page."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer's private types
        """Write the whole page."""
        formatter.write(help_page(self, ctx))


def help_page(command: Any, ctx: Any) -> str:  # noqa: ANN401 - typer's private types
    """The help page of a command or of the whole program."""
    lines = [f"{say('help.usage')} {usage(command, ctx)}", ""]
    for paragraph in (command.help or "").split("\n\n"):
        lines += [*_wrapped(paragraph, "  "), ""]
    parameters = command.get_params(ctx)
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    options = [p for p in parameters if p.param_type_name == "option" and not p.hidden]
    lines += _definitions(
        say("help.arguments"), [(p.metavar or p.name, p.help or "") for p in arguments]
    )
    lines += _definitions(
        say("help.options"), [(_option_term(p), _option_help(p)) for p in options]
    )
    if isinstance(command, typer.core.TyperGroup):
        # their texts are known without building them
        lines += _definitions(
            say("help.commands"),
            [(n, say("help." + n).split("\n\n")[0]) for n in command.list_commands(ctx)],
        )
        lines += _wrapped(say("help.epilogue"), "")
    return "\n".join(lines).rstrip("\n") + "\n"


def usage(command: Any, ctx: Any) -> str:  # noqa: ANN401 - typer's private types
    """How a command is called: its path, [options] and arguments."""
    pieces = [ctx.command_path, say("help.options-piece")]
    for parameter in command.get_params(ctx):
        if parameter.param_type_name == "argument":
            name = parameter.metavar or parameter.name
            name = f"{name}..." if parameter.nargs == -1 else name
            pieces.append(name if parameter.required else f"[{name}]")
    if isinstance(command, typer.core.TyperGroup):
        pieces.append(say("help.command-piece"))
    return " ".join(pieces)


def _option_term(option: Any) -> str:  # noqa: ANN401
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag or not option.metavar else f"{names} {option.metavar}"


def _option_help(option: Any) -> str:  # noqa: ANN401
    return say_if_known("help.option." + max(option.opts, key=len).lstrip("-"), option.help or "")


def _definitions(heading: str, items: list[tuple[str, str]]) -> list[str]:
    if not items:
        return []
    from rich.cells import cell_len

    column = min(max(cell_len(term) for term, _ in items), _MAX_TERM) + 4
    lines = [heading]
    for term, explanation in items:
        wrapped = _wrapped(explanation, " " * column) or [""]
        if cell_len(term) + 4 > column:
            lines += [f"  {term}", *wrapped]
        else:
            blank = " " * (column - 2 - cell_len(term))
            lines += [f"  {term}{blank}{wrapped[0].lstrip()}", *wrapped[1:]]
    return [*lines, ""]


def _wrapped(text: str, indent: str) -> list[str]:
    from cli.folding import folded

    text = " ".join(text.split())
    return [indent + line for line in folded(text, page_width() - len(indent)) if line]


def usage_error_line(error: TyperException) -> str:
    """One line for a wrong call, in the user's language.

    The kinds of error are told by their names: typer keeps the classes to itself.
    """
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = _parameter_name(parameter)
    match kind:
        case "NoSuchOption":
            possible = ", ".join(sorted(getattr(error, "possibilities", None) or ()))
            line = say("usage.no-such-option", option=getattr(error, "option_name", ""))
            return line + (say("suggestion", suggestion=possible) if possible else "")
        case "MissingParameter":
            return say("usage.missing", parameter=name)
        case "BadParameter":
            choices = getattr(getattr(parameter, "type", None), "choices", None)
            if choices:
                return say("usage.not-a-choice", parameter=name, choices=", ".join(choices))
            return say(
                "usage.bad-value", parameter=name, reason=str(getattr(error, "message", error))
            )
        case "BadOptionUsage":
            takes_none = "does not take a value" in str(error)
            return say(
                "usage.option-takes-no-value" if takes_none else "usage.option-needs-value",
                option=getattr(error, "option_name", ""),
            )
        case _:
            return _wrong_call_line(str(error))


def _wrong_call_line(reason: str) -> str:
    """Errors that typer tells by their English text alone."""
    if match := re.fullmatch(_NO_SUCH_COMMAND, reason):
        line = say("usage.no-such-command", command=match["command"])
        nearest = (match["nearest"] or "").replace("'", "")
        return line + (say("suggestion", suggestion=nearest) if nearest else "")
    if match := re.fullmatch(_EXTRA_ARGUMENTS, reason):
        return say("usage.extra-arguments", arguments=match["arguments"])
    if reason == "Missing command.":
        return say("usage.missing-command")
    return say("usage.wrong-call", reason=reason)


def _parameter_name(parameter: Any) -> str:  # noqa: ANN401
    if parameter is None:
        return "?"
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name)
    return str(max(parameter.opts, key=len))
