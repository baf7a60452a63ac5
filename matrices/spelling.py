"""Names misspelt: whether two are one slip apart, and which known names are nearest."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

# How alike (`difflib`: twice the characters in common, out of all) a name must be to be told as
# the one that was meant. What stands in a file is nearly right, and a wrong suggestion misleads.
ALIKE = 0.6
# Out of few choices, or where a person typed a part (应急 for 区应急管理局), less will do.
FAINTLY_ALIKE = 0.4
MAX_SUGGESTIONS = 1_000  # looking for the nearest name is slow; nobody reads more of them
_FEW = 1_000

_SHORTEST_OWN_PART = (
    5  # 教育局 and 体育局, 人民法院 and 人民医院 are one character apart and both right
)
# Characters that tell bodies of one kind apart: one for another of its group is another body.
_TELL_APART = (
    "省市区县州旗盟镇乡村街",
    "甲乙丙丁戊己庚辛",
    "东西南北中",
    "总支大中小分",  # 支队 and 大队, 支行 and 分行
    "正副",
    "委会办",  # a committee and its office: 区防减救灾委, 区防减救灾办
)
# One of these more or less is another body: 各镇街, 驻区单位, 六分局 beside 分局.
_TOLD_BY_ONE_MORE = frozenset("省市区县州旗盟镇乡村街甲乙丙丁总支分副办各有相驻原")
_LEVEL = (
    "(?:省|(?<![城超])市(?!场|容|民|政[管设工])|区|县|州|旗|(?<!联)盟|(?<!城)[镇乡]|(?<!农)村|街道)"
)
# 重庆市江津区, 青山镇; or the level alone, as 区 in 区城市管理局
_PLACE_OR_LEVEL = re.compile(rf"(?:[^省市区县州旗盟镇乡村]{{1,6}}?{_LEVEL})+|[省市区县州旗盟]?")


def one_slip_apart(first: str, second: str) -> bool:
    """Tell whether one of two names of bodies is most likely the other, miswritten once.

    A slip of the scanner or the typist is one character added, dropped or changed, or two
    neighbours swapped: 省交通运偷厅, 区市场管局. It is no slip but another body where

    * the longer name, without place and level, is too short to tell (区民政局, 区财政局);
    * the names begin with different places (江津区水利局, 江北区水利局; 青山镇, 青川镇);
    * the characters that differ tell bodies apart: a level (市, 县), a number or another
      ordinal (一中队, 二中队), a direction, a rank (支队, 大队), a committee and its office;
    * the one character that is too many does so (区安委会各成员单位, 六分局).
    """
    if abs(len(first) - len(second)) > 1 or first == second:
        return False
    start = _length_of_same(first, second)
    end = _length_of_same(first[start:][::-1], second[start:][::-1])
    one, other = first[start : len(first) - end], second[start : len(second) - end]
    if not (len(one) < 2 and len(other) < 2) and not (len(one) == 2 and one == other[::-1]):
        return False
    return not _tells_apart(one, other) and not _other_body(first, second)


def _length_of_same(first: str, second: str) -> int:
    """How many characters the texts begin with in common."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(first), len(second)))


def _tells_apart(one: str, other: str) -> bool:
    differing = {*one, *other}
    if len(differing) == 1:
        return differing <= _TOLD_BY_ONE_MORE or one.isnumeric() or other.isnumeric()
    return (
        all(character.isnumeric() for character in differing)
        or all(character.isascii() and character.isalpha() for character in differing)
        or any(differing <= {*group} for group in _TELL_APART)
    )


def _other_body(first: str, second: str) -> bool:
    """Tell whether the places differ, or what follows them is too short to compare."""
    own_parts = [_PLACE_OR_LEVEL.sub("", name, count=1) for name in (first, second)]
    if max(map(len, own_parts)) < _SHORTEST_OWN_PART:
        return True
    places = [
        name.removesuffix(own_part)
        for name, own_part in zip((first, second), own_parts, strict=True)
    ]
    return min(map(len, places)) > 1 and places[0] != places[1]


def nearest_names(name: str, known: Iterable[str], most: int, *, alike: float = ALIKE) -> list[str]:
    """The known names most like one that nobody knows, at most `most`, the nearest first."""
    names = list(dict.fromkeys(known))
    if len(names) > _FEW:
        names = _likeliest(name, names, most, alike)
    return difflib.get_close_matches(name, names, most, alike)


def _likeliest(name: str, known: Iterable[str], most: int, alike: float) -> list[str]:
    """Those of many names among which the nearest are.

    No name is more alike than the characters that it shares with the other one allow, in
    whatever order they stand: names are compared beginning with those that share most, and as
    long as they may come before those found so far.
    """
    shared = set(name).__contains__
    bounds: dict[float, list[str]] = {}
    for each in known:
        total = len(name) + len(each)
        bound = 2 * min(sum(map(shared, each)), len(name)) / total if total else 1.0
        if bound >= alike:
            bounds.setdefault(bound, []).append(each)
    matcher = difflib.SequenceMatcher(b=name)
    likeliest: list[str] = []
    best: list[float] = []
    for bound in sorted(bounds, reverse=True):
        if len(best) == most and bound < best[-1]:
            break
        for each in bounds[bound]:
            matcher.set_seq1(each)
            likeliest.append(each)
            best = sorted([*best, matcher.ratio()], reverse=True)[:most]
    return likeliest


def nearest_name(
    name: str, known: Iterable[str], *, alike: float = ALIKE, already_told: int = 0
) -> str:
    """The known name most like one that nobody knows, "" where none is near.

    "" too where `MAX_SUGGESTIONS` problems are told already: a hostile file holds many names.
    """
    if already_told >= MAX_SUGGESTIONS:
        return ""
    return next(iter(nearest_names(name, known, 1, alike=alike)), "")
