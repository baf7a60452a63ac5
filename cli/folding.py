"""Lines of Chinese and Latin text folded by display width, on tables and help pages alike."""

from __future__ import annotations

import re

from rich.cells import cell_len

# what may not begin a line, and what may not end one
_CLOSING = frozenset("、，。；：？！）〕】》”’…%,.;:?!)]}")
_OPENING = frozenset("（〔【《“‘([{")


def folded(text: str, width: int) -> list[str]:
    """Lines of at most this width: Chinese text breaks anywhere but before 、 or after （.

    Words of other scripts stay whole where they fit.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece in _unbreakable(paragraph):
            wide = cell_len(piece.rstrip())
            if line and used + wide > width:
                lines.append(line.rstrip())
                line, used = "", 0
            line += piece
            used += cell_len(piece)
        lines.append(line.rstrip())
    return lines


def _unbreakable(text: str) -> list[str]:
    """The pieces between which a line may break."""
    pieces: list[str] = []
    for piece in re.findall(r"[!-~]+ *| +|.", text):
        if pieces and (piece[0] in _CLOSING or piece.isspace() or pieces[-1][-1] in _OPENING):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
