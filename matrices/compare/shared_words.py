"""The words that two tasks share, the telling ones first: why they were taken for one matter."""

from __future__ import annotations

import re
from collections.abc import Callable

_MOST = 5
_SHORTEST = 2
_LONGEST_TEXT = 4000
_NO_WORDS = re.compile(r"[\W_\d]+")
# characters that begin or end no word: 的隐患 says no more than 隐患
_EDGES = "的了和与及等对在为以并中将各把按"


def shared_words(one: str, other: str, rarity: Callable[[str], float]) -> tuple[str, ...]:
    """The longest pieces of text that both hold, by how rare they are.

    The texts are in the normal form NFKC. `rarity` weighs a pair of characters; a piece that is
    as good as everywhere is left out.
    """
    first, second = one[:_LONGEST_TEXT], other[:_LONGEST_TEXT]
    found: dict[str, float] = {}
    for run in _NO_WORDS.split(first):
        start = 0
        while start < len(run) - 1:
            end = start + _SHORTEST
            if run[start:end] not in second:
                start += 1
                continue
            while end < len(run) and run[start : end + 1] in second:
                end += 1
            word = run[start:end].strip(_EDGES)
            if len(word) >= _SHORTEST:
                found[word] = sum(rarity(word[n : n + 2]) for n in range(len(word) - 1))
            start = end
    ordered = sorted(found, key=lambda word: (-found[word], word))
    kept: list[str] = []
    for word in ordered:
        if found[word] > 0 and not any(word in longer for longer in kept):
            kept.append(word)
    return tuple(kept[:_MOST])
