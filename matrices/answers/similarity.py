"""How alike texts are: cosine of weighted pairs of characters, found without comparing all.

Chinese has no spaces to part words by, so two neighbouring characters serve as a word. A pair
that few texts share weighs more. Only plain Python: the standard library loads at once, and one
notice has a hundred tasks.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from heapq import nlargest

_NOISE = re.compile(r"[\W_]+")
_NOISE_IN_LINES = re.compile(r"(?:[^\w\n]|_)+")
_DIGITS = re.compile(r"\d+")
# only the first texts of a pair are looked up: in 60,000 tasks a common pair joins thousands
_COMMON = 60
# where only the best matches are wanted, the rarest pairs and fewer texts of each will do
_LOOKED_UP = 8
_FEW = 20


def plain(text: str) -> str:
    """The text without punctuation and spaces, full width made half, numbers made alike."""
    return _DIGITS.sub("0", _NOISE.sub("", unicodedata.normalize("NFKC", text)))


def plain_lines(lines: Iterable[str]) -> list[str]:
    """What `plain` leaves of each line, made for many at once, which is several times faster."""
    text = "\n".join(line.replace("\n", " ") for line in lines)
    return _DIGITS.sub("0", _NOISE_IN_LINES.sub("", unicodedata.normalize("NFKC", text))).split(
        "\n"
    )


def _pairs(text: str) -> list[str]:
    kept = plain(text)
    return [kept[n : n + 2] for n in range(len(kept) - 1)] or ([kept] if kept else [])


class Texts:
    """A set of texts that can be asked which of them are alike."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = [Counter(_pairs(text)) for text in texts]
        self._frequency: Counter[str] = Counter()
        for count in counts:
            self._frequency.update(count.keys())
        total = len(counts)
        weight = {
            pair: math.log((1 + total) / (1 + seen)) + 1 for pair, seen in self._frequency.items()
        }
        ordered = sorted(self._frequency, key=lambda pair: (self._frequency[pair], pair))
        self._rarity = {pair: rank for rank, pair in enumerate(ordered)}
        self._vectors = [
            _unit_length(
                {
                    p: weight[p] if n == 1 else (1 + math.log(n)) * weight[p]
                    for p, n in count.items()
                }
            )
            for count in counts
        ]

    def likeness(self, first: int, second: int) -> float:
        """How alike two of the texts are, 0 to 1; a text without words is like nothing."""
        one, two = self._vectors[first], self._vectors[second]
        if len(one) > len(two):
            one, two = two, one
        return sum([one[pair] * two[pair] for pair in one.keys() & two.keys()])

    def similar_pairs(self, least: float, most: int = 0) -> Iterator[tuple[int, int, float]]:
        """All pairs of texts at least this alike, by position.

        Two texts so alike share a pair of characters in the rare part of each, the part
        without which the rest cannot reach `least`; only those parts are looked up. With
        `most`, only so many texts are compared with each: those that share most of it.
        """
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for here, vector in enumerate(self._vectors):
            shared: dict[int, float] = defaultdict(float)
            for pair in self._rare_part(vector, least)[: _LOOKED_UP if most else None]:
                holding = holders[pair]
                weight = vector[pair]
                for there, other_weight in holding:
                    shared[there] += weight * other_weight
                if len(holding) < (_FEW if most else _COMMON):
                    holding.append((here, weight))
            candidates: Iterable[int] = shared
            if most and len(shared) > most:
                candidates = nlargest(most, shared, key=shared.__getitem__)
            for there in candidates:
                score = self.likeness(here, there)
                if score >= least:
                    yield there, here, score

    def _rare_part(self, vector: dict[str, float], least: float) -> list[str]:
        left = 1.0
        part: list[str] = []
        for pair in sorted(vector, key=self._rarity.__getitem__):
            if left < least * least:
                break
            part.append(pair)
            left -= vector[pair] ** 2
        return part


def _unit_length(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {pair: value / length for pair, value in vector.items()} if length else {}
