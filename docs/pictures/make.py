"""Draws the pictures of the README: ``python docs/pictures/make.py``.

Each picture is what a terminal really shows: the command runs in a pseudo-terminal, and rich
turns what it prints, colours included, into SVG. Nothing is fetched when a picture is viewed.
"""

from __future__ import annotations

import html
import io
import os
import pty
import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
FONTS = (
    "'Sarasa Mono SC', 'Noto Sans Mono CJK SC', 'Source Han Mono SC', 'Cascadia Mono', "
    "Menlo, Consolas, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', monospace"
)
THEME = TerminalTheme(
    (250, 250, 248),
    (36, 41, 47),
    [
        *[(36, 41, 47), (179, 29, 40), (34, 134, 58), (138, 92, 0)],
        *[(3, 82, 140), (111, 66, 193), (0, 110, 120), (90, 96, 104)],
    ],
)
PICTURES = {
    "owns": ("owns", "区水利局", "--notice", "wulong-2025", "--section", "3", "--section", "5"),
    "workload": ("workload", "--notice", "wulong-2025", "--role", "lead"),
    "orphans": ("orphans", "--notice", "wulong-2025"),
}
WIDTH = 100
MOST_LINES = 26


def terminal_output(arguments: tuple[str, ...], language: str) -> str:
    """What zeren shows on a terminal of `WIDTH` columns."""
    master, slave = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "ZEREN_DATA")}
    environment |= {
        "ZEREN_LANG": language,
        "COLUMNS": str(WIDTH),
        "LINES": "60",
        "TERM": "xterm-256color",
    }
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", "from cli.start import run; run()", *arguments],
        stdout=slave,
        cwd=CHECKOUT,
        env=environment,
    )
    os.close(slave)
    printed = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux tells the end of a pseudo-terminal as an error
            break
        if not part:
            break
        printed += part
    os.close(master)
    process.wait()
    return printed.decode().replace("\r\n", "\n")


def picture(arguments: tuple[str, ...], language: str) -> str:
    """The SVG of one command and its output; long output is cut, but for the notes at its end."""
    lines = terminal_output(arguments, language).rstrip("\n").split("\n")
    if len(lines) > MOST_LINES:
        notes = lines[max(n for n, line in enumerate(lines) if not line.strip()) :]
        lines = [*lines[: MOST_LINES - len(notes) - 1], "…", *notes]
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False
    )
    command = "zeren " + " ".join(arguments)
    console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
    for line in lines:
        console.print(Text.from_ansi(line), no_wrap=True, crop=True)
    svg = console.export_svg(title="zeren", theme=THEME, unique_id="zeren", font_aspect_ratio=0.5)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!-- .*? -->\n?", "", svg)
    svg = re.sub(r"font-family: [^;]*;", f"font-family: {FONTS};", svg)
    return _TEXT.sub(_with_true_widths, svg)


_TEXT = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)"'
    r' textLength="[^"]*" clip-path="(?P<clip>[^"]*)">(?P<text>[^<]*)</text>'
)
_CHARACTER_WIDTH = 10  # of a font 20 high in which two narrow characters are as wide as one wide


def _with_true_widths(element: re.Match[str]) -> str:
    """One text for each run of wide or of narrow characters, where it belongs.

    rich gives every character one column in SVG, which sets Chinese text on top of itself.
    """
    x = float(element["x"])
    runs: list[str] = []
    for wide, characters in groupby(html.unescape(element["text"]), lambda c: cell_len(c) == 2):
        run = "".join(characters)
        width = cell_len(run) * _CHARACTER_WIDTH
        if run.strip(" \xa0"):
            adjust = "" if wide else ' lengthAdjust="spacingAndGlyphs"'
            runs.append(
                f'<text class="{element["style"]}" x="{x:g}" y="{element["y"]}" '
                f'textLength="{width:g}"{adjust} clip-path="{element["clip"]}">'
                f"{html.escape(run, quote=False)}</text>"
            )
        x += width
    return "".join(runs)


def main() -> None:
    """Draw every picture in both languages."""
    for name, arguments in PICTURES.items():
        for language in ("en", "zh"):
            path = HERE / f"{name}.{language}.svg"
            path.write_text(picture(arguments, language), encoding="utf-8")


if __name__ == "__main__":
    main()
