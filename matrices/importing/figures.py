"""Deadlines and quantified targets in the wording of a task."""

from __future__ import annotations

import re

_DEADLINE = re.compile(
    r"(?P<date>(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:年底|底|末|上半年|下半年)?|年底|今年底|\d{1,2}月底|汛前|汛期前|主汛期前))"
    r"(?:之?前|以前)?(?:，)?(?:全面|基本|力争|要)?(?=完成|实现|建成|达到|前|印发|出台)"
)
_NUMBER = r"(?:\d[\d,，.．]*|[一二三四五六七八九十]+分之[一二三四五六七八九十]+)"
_UNIT = (
    r"(?:%|％|‰|个百分点|万平方米|平方公里|平方米|公里|千米|亿元|万元|元|万人次|人次|万人|人|万户|户|万台|台|"
    r"套|处|座|条|个|家|项|件|起|次|场|所|支|名|辆|米|亩|吨|株|批|部|艘|万吨|小时|分钟|天)"
)
_TARGET = re.compile(
    rf"(?P<what>[\u4e00-\u9fff“”（）\w]{{0,18}}?)(?P<value>(?:不少于|不低于|不超过|低于|高于|控制在|达到|达|下降|提高到?|"
    rf"提升到?|增长|突破|超过?|至少|力争|约|近|同比下降|较\d{{4}}年下降)?\s*{_NUMBER}\s*{_UNIT}(?:以上|以内|以下|之内|左右|及以上)?)"
)
_MOST = 12


def find_deadline(text: str) -> str:
    """The first date by which a wording wants something done, "" where it names none."""
    match = _DEADLINE.search(text)
    return match["date"] if match else ""


def find_targets(text: str) -> list[str]:
    """Figures with a unit of measure, each with the words just before it; at most twelve.

    Years and numbers of documents are no targets.
    """
    found: dict[str, None] = {}
    for match in _TARGET.finditer(text):
        what = re.split(r"[，。；、：,;]", match["what"])[-1]
        if match.end() < len(text) and text[match.end()] in "年月日号":
            continue
        found[f"{what}{match['value']}".strip()] = None
        if len(found) == _MOST:
            break
    return list(found)
