"""Deadlines and quantified targets in the wording of a task."""

from __future__ import annotations

import re

_DEADLINE = re.compile(
    r"(?P<date>(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:年底|底|末|上半年|下半年)?|年底|今年底|\d{1,2}月底"
    r"|\d{1,2}月\d{1,2}日(?=(?:之?前|以前)(?!出生|已|的))|汛前|汛期前|主汛期前))"
    r"(?:之?前|以前)?(?:，)?(?:全面|基本|力争|要)?(?=完成|实现|建成|达到|前|印发|出台)"
)
_NUMBER = r"(?:\d[\d,，.．]*[万亿千百]?[余多]?|[一二三四五六七八九十]+分之[一二三四五六七八九十]+)"
_UNIT = (
    r"(?:%|％|‰|个百分点|万平方米|平方公里|平方米|公里|千米|亿元|万元|元|万人次|人次|万人|人|万户|户|万台|台|"
    r"万千瓦|千瓦|公顷|平方千米|立方米|公斤|名次|分|篇|类|套|处|座|条|个|家|项|件|起|次|场|所|支|名|辆|米|亩|吨|株|批|部|艘|万吨|小时|分钟|天)"
)
_BEFORE_VALUE = (
    r"(?:不少于|不低于|不超过|不高于|低于|高于|控制在|达到|达|下降到?|降至|降低到?|提高到?|提升到?|"
    r"增长|增加到?|突破|超过?|至少|力争|约|近|最高|累计)"
)
_VALUE = re.compile(
    rf"(?<![第\d.．+\-/A-Za-z]){_NUMBER}(?:[—–~～\-至]{_NUMBER})?\s*{_UNIT}(?![年月日号门])"
)
# What a clause consists of that says how much, not of what: 达到95%以上, 和4%以下.
_NO_SUBJECT = re.compile(
    rf"(?:和|及|与|或|并|且|分别|每年|全年|力争|确保|均|要|再|其中|较\d{{4}}年|比上年|同比|年均)*"
    rf"{_BEFORE_VALUE}*\s*(?:{_NUMBER}\s*{_UNIT}|[—–~～\-、和至以上下内左右及之])+.{{0,4}}"
)
# Where things stand today is no target.
_STATUS = re.compile(
    r"截至|截止|目前|现有|现已|已(?:建|有|累计|完成|培育|达|实现|形成)|共有|仅占|不足|去年|上年末"
)
_COUNT_IN_BRACKETS = re.compile(rf"[（(]共?\s*{_NUMBER}\s*{_UNIT}[）)]")
_LONGEST_CLAUSE = 80
_MOST = 12


def find_deadline(text: str) -> str:
    """The first date by which a wording wants something done, "" where it names none."""
    match = _DEADLINE.search(text)
    return match["date"] if match else ""


def find_targets(text: str, subject: str = "") -> list[str]:
    """The clauses that say how much is to be reached, with what they say it of; at most twelve.

    A clause without a subject of its own (达到95%以上) takes the one before it along, or is
    told of the `subject`. Years, numbers of documents and the state of today are no targets.
    """
    found: dict[str, None] = {}
    for sentence in _SENTENCE.findall(text):
        before = ""
        for clause in _clauses(sentence):
            bare = _COUNT_IN_BRACKETS.sub("", clause)
            if _VALUE.search(bare) is None or _STATUS.search(f"{before}{clause}"):
                before = clause
                continue
            target = clause.strip(_EDGES)
            if _NO_SUBJECT.fullmatch(target):
                joined = f"{before}{clause}".strip(_EDGES)
                if before.strip(_EDGES) and len(joined) <= _LONGEST_CLAUSE:
                    found.pop(before.strip(_EDGES), None)
                    target = joined
                elif subject:
                    target = f"{subject} {target}"
            found[target] = None
            before = clause
            if len(found) == _MOST:
                return list(found)
    return list(found)


_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_EDGES = " \u3000，,、：:。"


def _clauses(sentence: str) -> list[str]:
    """A sentence cut behind its commas, but not inside brackets or quotes or figures."""
    clauses = [""]
    depth = 0
    for index, character in enumerate(sentence):
        depth += (character in "（(“《〔[") - (character in "）)”》〕]" and depth > 0)
        clauses[-1] += character
        thousands = character == "," and sentence[index + 1 : index + 4].isdecimal()
        if depth == 0 and character in "，," and not thousands:
            clauses.append("")
    return clauses
