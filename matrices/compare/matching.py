"""Which task of one list says what a task of another list says: a pure function of their words.

Four things count, all of them learnt from the two lists alone:

* how alike the whole texts are (pairs of characters; a pair that many tasks share weighs little);
* how much of either text is found again in the other, clause by clause: a task that was split
  or merged is a small part of a long text;
* how far a partner stands out from the others: an umbrella task is a little like everything;
* units in common, the rarer the more, as far as in these lists partners by their words share
  units at all; and whether the two headings are partners elsewhere.

How high a score must be follows the two lists: a template filled in twice gives high scores
throughout, an outline built anew low ones. The weights were chosen on aligned pairs of notices
(docs/compare.md says how well they do there).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from matrices.answers.similarity import pairs_of, plain

_CLAUSE_ENDS = re.compile(r"[。；;，,：:！!？?\n]")
_SHORTEST_CLAUSE = 4
# of texts less alike than this, no clause is looked at
_HARDLY_ALIKE = 0.03
# what a fifth of the texts have, and more than a few, tells nothing and takes most of the time
_SEVERAL, _COMMON_SHARE = 8, 0.2
# units in common count for so much of what tasks that are best for each other share more of
_UNITS_COUNT, _UNITS_COUNT_LEAST = 1.75, 0.3
_HEADINGS_COUNT = 0.5
# half of what a text has in common with its next five best is what it has with anybody
_OTHERS = 5
_OTHERS_COUNT = 0.5
# shares of the middle score of those pairs that are best for each other: a pair that is best
# for both needs less; between the last two bounds a link is only possible
_BEST_FOR_BOTH, _BEST_FOR_ONE, _AT_LEAST = 0.20, 0.25, 0.18
_NEARLY_BEST = 0.8
# so much of a task found in another is the whole of it, less is a part
_WHOLLY, _PARTLY = 0.85, 0.5
# two lists about different matters have best pairs too, and nothing about them is sure; a few
# pairs teach little, and must be more alike
_UNRELATED = 0.06
_MIDDLE_OF_RELATED, _MIDDLE_OF_FEW, _FEW = 0.055, 0.25, 5

Scores = list[dict[int, float]]
_Vector = dict[str, float]


class Piece(NamedTuple):
    """What is matched of a task: its words, its headings from the outside in, its units.

    `units` are labels that mean the same body in both lists.
    """

    title: str
    headings: tuple[str, ...]
    content: str
    targets: tuple[str, ...]
    units: frozenset[str]


class Match(NamedTuple):
    """Two tasks on the same matter, by their places in the lists; `score` is 0 to 1.

    `found_a` is how much of the first is found in the second, `found_b` the other way round.
    """

    a: int
    b: int
    score: float
    is_sure: bool
    found_a: float
    found_b: float


def match_tasks(
    a: Sequence[Piece],
    b: Sequence[Piece],
    settled: Mapping[tuple[int, int], bool] | None = None,
    *,
    are_related: bool = False,
) -> list[Match]:
    """The links between two lists of tasks, sure and possible ones, in the order of the lists.

    A task may have several partners. A link is sure where it is the best of either side and
    its score stands out in these lists; between lists about different matters none is, unless
    somebody says that they `are_related`.
    `settled` says of pairs of places that they are partners, or that they are not: such a pair
    is sure, or is not looked at.
    """
    settled = settled or {}
    if not a or not b:
        return []
    whole_a = [Counter(pairs_of(_whole(piece))) for piece in a]
    whole_b = [Counter(pairs_of(_whole(piece))) for piece in b]
    weight = pair_weights((*whole_a, *whole_b))
    alike = _alike(whole_a, whole_b, weight)
    found_a, found_b = _found(a, b, weight, alike)
    scores: Scores = [
        {
            j: math.sqrt(value * max(found_a[i].get(j, 0), found_b[i].get(j, 0)))
            for j, value in row.items()
        }
        for i, row in enumerate(alike)
    ]
    scores = _by_headings(a, b, _standing_out(_by_units(a, b, scores), len(b)))
    for (i, j), holds in settled.items():
        if not holds:
            scores[i].pop(j, None)
    taken = _taken(scores, found_a, found_b, len(b))
    chosen = _chosen(scores, taken, len(b), are_related=are_related)
    chosen |= {pair: True for pair, holds in settled.items() if holds}
    return [
        Match(
            i,
            j,
            _share(scores[i].get(j, 0)),
            is_sure,
            found_a[i].get(j, 0),
            found_b[i].get(j, 0),
        )
        for (i, j), is_sure in sorted(chosen.items())
    ]


def found_in_each_other(
    pieces: Sequence[Piece], formal: Collection[str]
) -> Iterator[tuple[int, int, float, float, float]]:
    """How alike the tasks of one list are: two places, the whole texts, either in the other.

    The pairs of characters in `formal` do not count.
    """
    whole = [Counter(pairs_of(_whole(piece))) for piece in pieces]
    weight = {p: value for p, value in pair_weights(whole).items() if p not in formal}
    alike = [
        {j: value for j, value in row.items() if j > i}
        for i, row in enumerate(_alike(whole, whole, weight))
    ]
    found_a, found_b = _found(pieces, pieces, weight, alike)
    for i, row in enumerate(alike):
        for j, value in row.items():
            yield i, j, value, found_a[i].get(j, 0), found_b[i].get(j, 0)


def clauses(piece: Piece) -> list[str]:
    """The clauses of a task: its title where the content does not repeat it, and what follows."""
    title = [piece.title] if piece.title and piece.title not in piece.content else []
    parts = [
        part
        for text in (piece.content, *piece.targets)
        for part in _CLAUSE_ENDS.split(text)
        if len(plain(part)) >= _SHORTEST_CLAUSE
    ]
    return title + parts or [piece.title or piece.content or "".join(piece.headings[-1:])]


def _whole(piece: Piece) -> str:
    title = "" if piece.title in piece.content else piece.title
    return " ".join((title, *piece.headings, piece.content, *piece.targets))


def pair_weights(texts: Iterable[Counter[str]]) -> dict[str, float]:
    """What each pair of characters of some texts weighs: next to nothing where every text has it.

    A text is given as its pairs with how often it has each.
    """
    seen: Counter[str] = Counter()
    total = 0
    for text in texts:
        seen.update(text.keys())
        total += 1
    # few counts are different: a logarithm for each pair would take longer
    by_count = {n: math.log((2 + total) / (1 + n)) for n in set(seen.values())}
    return {pair: by_count[count] for pair, count in seen.items()}


def _vector(counts: Counter[str], weight: _Vector) -> tuple[_Vector, float]:
    """The weighted pairs of a text brought to length one, and the length they had."""
    values = {
        p: w if n == 1 else (1 + math.log(n)) * w
        for p, n in counts.items()
        if (w := weight.get(p, 0))
    }
    return _brought_to_one(values)


def _brought_to_one(values: _Vector) -> tuple[_Vector, float]:
    length = math.sqrt(sum([value * value for value in values.values()]))
    return {key: value / length for key, value in values.items()} if length else {}, length


def _products(one: Sequence[_Vector], other: Sequence[_Vector]) -> Scores:
    """The cosine of each of one with each of the other that shares anything telling with it."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for there, vector in enumerate(other):
        for pair, value in vector.items():
            postings[pair].append((there, value))
    most = max(_SEVERAL, _COMMON_SHARE * len(other))
    holders = {pair: held for pair, held in postings.items() if len(held) <= most}
    rows: Scores = []
    for vector in one:
        row: dict[int, float] = defaultdict(float)
        for pair, value in vector.items():
            for there, other_value in holders.get(pair, ()):
                row[there] += value * other_value
        rows.append(row)
    return rows


def _alike(one: Sequence[Counter[str]], other: Sequence[Counter[str]], weight: _Vector) -> Scores:
    rows = _products(
        [_vector(text, weight)[0] for text in one], [_vector(text, weight)[0] for text in other]
    )
    return [{j: value for j, value in row.items() if value >= _HARDLY_ALIKE} for row in rows]


def _found(
    a: Sequence[Piece], b: Sequence[Piece], weight: _Vector, alike: Scores
) -> tuple[Scores, Scores]:
    """How much of a task of `a` is found in one of `b`, by clauses, and the other way round."""
    owners_a, vectors_a, lengths_a = _clause_vectors(a, weight)
    owners_b, vectors_b, lengths_b = _clause_vectors(b, weight)
    best_in_b: list[dict[int, float]] = [{} for _ in owners_a]
    best_in_a: list[dict[int, float]] = [{} for _ in owners_b]
    for here, row in enumerate(_products(vectors_a, vectors_b)):
        i = owners_a[here]
        for there, value in row.items():
            j = owners_b[there]
            if j in alike[i]:
                if value > best_in_b[here].get(j, 0):
                    best_in_b[here][j] = value
                if value > best_in_a[there].get(i, 0):
                    best_in_a[there][i] = value
    in_b: Scores = [defaultdict(float) for _ in a]
    in_a: Scores = [defaultdict(float) for _ in a]
    total_a, total_b = _totals(owners_a, lengths_a), _totals(owners_b, lengths_b)
    for here, i in enumerate(owners_a):
        for j, value in best_in_b[here].items():
            in_b[i][j] += value * lengths_a[here] / total_a[i]
    for there, j in enumerate(owners_b):
        for i, value in best_in_a[there].items():
            in_a[i][j] += value * lengths_b[there] / total_b[j]
    return in_b, in_a


def _clause_vectors(
    pieces: Sequence[Piece], weight: _Vector
) -> tuple[list[int], list[_Vector], list[float]]:
    owners: list[int] = []
    vectors: list[_Vector] = []
    lengths: list[float] = []
    for place, piece in enumerate(pieces):
        for clause in clauses(piece):
            vector, length = _vector(Counter(pairs_of(clause)), weight)
            owners.append(place)
            vectors.append(vector)
            lengths.append(length)
    return owners, vectors, lengths


def _totals(owners: Sequence[int], lengths: Sequence[float]) -> dict[int, float]:
    totals: dict[int, float] = defaultdict(float)
    for owner, length in zip(owners, lengths, strict=True):
        totals[owner] += length
    return totals


def _by_units(a: Sequence[Piece], b: Sequence[Piece], scores: Scores) -> Scores:
    """Scores made greater where two tasks name the same units, the rarer the more.

    How much that counts is learnt: where tasks that are best for each other by their words
    share more of their units than any two do, units tell; where offices were dealt out anew
    they tell little, and across two lists that name other bodies nothing.
    """
    seen = Counter(unit for piece in (*a, *b) for unit in piece.units)
    weight = {n: math.log((2 + len(a) + len(b)) / (1 + n)) for n in set(seen.values())}
    units_a, units_b = (
        [_brought_to_one({u: weight[seen[u]] for u in piece.units})[0] for piece in side]
        for side in (a, b)
    )
    best = _best_for_both(_standing_out(scores, len(b)), len(b))
    of_best = [_product(units_a[i], units_b[j]) for i, j in best if units_a[i] and units_b[j]]
    if not of_best:
        return scores
    of_any = _product(_middle(units_a), _middle(units_b))
    # a few pairs teach little
    learnt = (sum(of_best) - len(of_best) * of_any) / (len(of_best) + _FEW)
    counts = max(_UNITS_COUNT_LEAST, _UNITS_COUNT * learnt)
    return [
        {j: value * (1 + counts * _product(units_a[i], units_b[j])) for j, value in row.items()}
        for i, row in enumerate(scores)
    ]


def _product(one: _Vector, other: _Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum([value * other[key] for key, value in one.items() if key in other])


def _middle(vectors: Sequence[_Vector]) -> _Vector:
    """The mean of the vectors that are not empty."""
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for key, value in vector.items():
            total[key] += value
    count = sum(map(bool, vectors))
    return {key: value / count for key, value in total.items()}


def _standing_out(scores: Scores, columns: int) -> Scores:
    """Scores less what either side has in common with its next best partners."""
    by_column: list[list[float]] = [[] for _ in range(columns)]
    for row in scores:
        for j, value in row.items():
            by_column[j].append(value)
    usual_a = [_usual(row.values()) for row in scores]
    usual_b = [_usual(column) for column in by_column]
    return [
        {j: value - _OTHERS_COUNT * (usual_a[i] + usual_b[j]) / 2 for j, value in row.items()}
        for i, row in enumerate(scores)
    ]


def _usual(values: Iterable[float]) -> float:
    return sum(sorted(values, reverse=True)[1 : _OTHERS + 1]) / _OTHERS


def _by_headings(a: Sequence[Piece], b: Sequence[Piece], scores: Scores) -> Scores:
    """Scores made less where the tasks under the two headings have their partners elsewhere.

    Notices that keep their outline teach it in this way; where the outline was built anew, or
    there is none, every heading has partners everywhere and nothing changes much.
    """
    head_a, head_b = [_head(piece) for piece in a], [_head(piece) for piece in b]
    size_a, size_b = Counter(head_a), Counter(head_b)
    together: Counter[tuple[str, str]] = Counter()
    for i, j in _best_for_both(scores, len(b)):
        together[head_a[i], head_b[j]] += scores[i][j] >= _UNRELATED
    of_a: Counter[str] = Counter()
    of_b: Counter[str] = Counter()
    for (one, other), count in together.items():
        of_a[one] += count
        of_b[other] += count

    def factor(one: str, other: str) -> float:
        met = together[one, other]
        from_a = (met + size_b[other] / len(b)) / (of_a[one] + 1)
        from_b = (met + size_a[one] / len(a)) / (of_b[other] + 1)
        return 1 - _HEADINGS_COUNT + _HEADINGS_COUNT * max(from_a, from_b)

    return [
        {j: value * factor(head_a[i], head_b[j]) for j, value in row.items()}
        for i, row in enumerate(scores)
    ]


def _head(piece: Piece) -> str:
    return piece.headings[0] if piece.headings else ""


def _best(scores: Scores, columns: int) -> tuple[list[float], list[float]]:
    """The best score of each row and of each column, 0 where there is none."""
    of_b = [0.0] * columns
    for row in scores:
        for j, value in row.items():
            of_b[j] = max(of_b[j], value)
    return [max((0.0, *row.values())) for row in scores], of_b


def _best_for_both(scores: Scores, columns: int) -> list[tuple[int, int]]:
    best_a, best_b = _best(scores, columns)
    return [
        (i, j)
        for i, row in enumerate(scores)
        for j, value in row.items()
        if 0 < value == best_a[i] == best_b[j]
    ]


def _taken(scores: Scores, found_a: Scores, found_b: Scores, columns: int) -> set[tuple[int, int]]:
    """Pairs of which one task is found in its best partner already, and not in the other.

    Where next year's list copies a task word by word, a neighbour that was dropped has no part
    in it, though nothing else is more like the neighbour.
    """
    best_a, best_b = _best(scores, columns)
    whole_a: set[int] = set()
    whole_b: set[int] = set()
    for i, row in enumerate(scores):
        for j, value in row.items():
            if value == best_a[i] and found_a[i].get(j, 0) >= _WHOLLY:
                whole_a.add(i)
            if value == best_b[j] and found_b[i].get(j, 0) >= _WHOLLY:
                whole_b.add(j)
    return {
        (i, j)
        for i, row in enumerate(scores)
        for j, value in row.items()
        if (j in whole_b and value < best_b[j] and found_a[i].get(j, 0) < _PARTLY)
        or (i in whole_a and value < best_a[i] and found_b[i].get(j, 0) < _PARTLY)
    }


def _chosen(
    scores: Scores, taken: set[tuple[int, int]], columns: int, *, are_related: bool
) -> dict[tuple[int, int], bool]:
    """The links, each with whether it is sure; pairs in `taken` are none."""
    mutual = _best_for_both(scores, columns)
    if not mutual:
        return {}
    middle = _median([scores[i][j] for i, j in mutual])
    are_related |= middle >= (_MIDDLE_OF_FEW if len(mutual) < _FEW else _MIDDLE_OF_RELATED)
    best_a, best_b = _best(scores, columns)

    def bound(share: float) -> float:
        return max(share * middle, _UNRELATED)

    chosen: dict[tuple[int, int], bool] = {}
    for i, row in enumerate(scores):
        for j, value in row.items():
            if value < bound(_AT_LEAST) or (i, j) in taken:
                continue
            best = (value == best_a[i]) + (value == best_b[j])
            needed = _BEST_FOR_BOTH if best == 2 else _BEST_FOR_ONE
            if best and value >= bound(needed):
                chosen[i, j] = are_related
            elif best or value >= _NEARLY_BEST * min(best_a[i], best_b[j]):
                chosen[i, j] = False
    return chosen


def _median(values: list[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _share(score: float) -> float:
    return round(min(1.0, max(0.0, score)), 3)
