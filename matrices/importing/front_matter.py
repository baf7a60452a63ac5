"""The head of a notice: title, number, issuer, jurisdiction, date and period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from matrices.catalogs.fields import IDENTIFIER
from matrices.readers.document import Document, Paragraph

_NUMBER = re.compile(
    r"(?P<number>[\u4e00-\u9fff]{1,12}(?:〔|［|\[|（|\()\s*(?:19|20)\d{2}\s*(?:〕|］|\]|）|\))\s*(?:第)?\d{1,4}\s*号)"
)
_ISSUING = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff、\s]{2,40}?(?:等\d{1,2}(?:个)?(?:部门|单位))?)(?:关于|印发|发布)"
)
_QUOTED_TITLE = re.compile(r"(?:印发|转发|发布)\s*《(?P<title>.+?)》\s*(?:的(?:通知|公告))?", re.S)
_BARE_TITLE = re.compile(r"(?:印发|转发)(?P<title>[^《》]{4,60}?)的通知")
_PUBLISHED_TITLE = re.compile(r"^《(?P<title>[^《》]{4,80})》(?:正式)?(?:印发|发布|出台)$")
_LABELLED_TITLE = re.compile(r"^(?:Title|标题|名称)\s*[:：]\s*(?P<title>\S.*)$")
_DATE = re.compile(
    r"(?P<y>[12]\d{3})\s*[年\-./]\s*(?P<m>\d{1,2})\s*[月\-./]\s*(?P<d>\d{1,2})\s*日?"
)
_PERIOD = re.compile(r"(?P<a>20\d{2})\s*[—\-–－至~]+\s*(?P<b>20\d{2})\s*年")
_YEAR = re.compile(r"(?P<y>20\d{2})\s*年")
_PLACE = re.compile(
    r"(?P<name>(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区|[\u4e00-\u9fff]{2,12}?(?:自治州|自治县|省|市|区|县|州|旗|盟))"
)
# What stands between two places is no part of a name: 甲市卫生健康委员会甲市财政局.
_NO_PLACE = re.compile("[委局厅部会办府院署]|关于|支持|推进|加快|建设|实施|印发")
_PROVINCES = re.compile(
    "(?P<name>北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|"
    "海南|四川|贵州|云南|陕西|甘肃|青海|台湾)(?!路|大学|师范|区|县|镇|街|湖)"
)
_CITY_STATES = ("北京", "天津", "上海", "重庆")
_FIVE_YEAR = {"十三五": "2016-2020", "十四五": "2021-2025", "十五五": "2026-2030"}
_TITLE_WORDS = re.compile(
    r"(?:意见|规划|计划|方案|清单|办法|通知|要点|行动|措施|举措|分工|预案|细则|制度|规定|规则|规程|指南|指引|纲要|"
    r"决定|公告|安排|任务书|责任书|职责|目录|条例|台账|分解表|任务表|分工表)(?:[（(].{0,24}[）)])?$"
)
_REMARK = re.compile(r"[（(].*[）)]")
_ATTACHMENT = re.compile(r"附\s*(?:件|表|录)?\s*\d{0,2}\s*[:：]?")
_OUTLINE = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[章条]|\d+[.．、])"
)
_YEARS = re.compile(r"[（(]\s*20\d{2}\s*年?(?:\s*[—\-–－至~]+\s*20\d{2})?\s*年?(?:度)?[）)]")
_SIGNER = re.compile(r"(?:人民政府|办公室|办公厅|委员会|指挥部|领导小组|[局厅部委])(?:文件)?$")
# 本办法自2025年9月1日起施行: a date, and not the one of issue
_NOT_OF_ISSUE = re.compile("施行|实施|执行|生效|有效期|废止|截至|截止")
# what a web page adds to the title of what it shows
_SITE = re.compile(
    r"\s*[-_—|–－]+\s*[^-_—|–－]{2,24}(?:门户网站|政府网站?|官方?网站?|政务网|信息公开网?|政务公开)$"
)
_OWN_LINE = 16
_LONGEST_TITLE = 90
_HEAD_LINES = 40


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head of a document tells; "" for what it does not."""

    title: str
    number: str
    issuer: str
    jurisdiction: str
    issued: str
    period: str


def read_front_matter(document: Document, fallback_title: str) -> FrontMatter:
    """Read the head of a document from its page data and its first paragraphs."""
    head = document.paragraphs[:_HEAD_LINES]
    text = half_width("\n".join(p.text for p in head[:20]))
    page_title = half_width(
        document.metadata.get("标题", "").strip() or document.title_hint.strip()
    )
    page_title = _SITE.sub("", page_title)
    title = _title(head, page_title) or page_title or fallback_title
    number = document.metadata.get("发文字号", "")
    if not _NUMBER.search(number):
        number = _own_number(text)
    issuer = _issuer(text, page_title, document)
    return FrontMatter(
        title=" ".join(title.split()) if title.isascii() else "".join(title.split()),
        number="".join(half_width(number).split()),
        issuer=issuer,
        jurisdiction=_jurisdiction(issuer, title, page_title, text),
        issued=_date(document, document.paragraphs),
        period=_period(title, page_title),
    )


def half_width(text: str) -> str:
    """Full-width digits and letters as half-width ones; punctuation stays Chinese."""
    return "".join(
        chr(ord(c) - 0xFEE0) if "０" <= c <= "９" or "Ａ" <= c <= "Ｚ" or "ａ" <= c <= "ｚ" else c
        for c in text
    )


def _own_number(text: str) -> str:
    """The number on a line of its own or behind a title; cited ones stand in sentences."""
    for line in text.split("\n"):
        found = _NUMBER.search(line)
        if not found or "。" in line:
            continue
        rest = "".join((line[: found.start()] + line[found.end() :]).split())
        is_own = len(rest) <= _OWN_LINE and "《" not in rest and "精神" not in rest
        behind_title = line.rstrip("）)").endswith(found["number"]) and _TITLE_WORDS.search(
            line[: found.start()].rstrip("（( ")
        )
        if is_own or (behind_title and len(line) <= _LONGEST_TITLE and "《" not in line):
            return found["number"]
    return ""


def _title(head: Sequence[Paragraph], page_title: str) -> str:
    lines = _title_lines(head)
    for candidate in (page_title, *_joined(lines)):
        if title := _named_title(candidate):
            return title
    if page_title:
        flat = "".join(page_title.split())
        behind = next((b for a, b in pairwise(lines) if flat.endswith(a)), "")
        return page_title + (behind if _YEARS.fullmatch(behind) else "")
    for at, first in enumerate(lines):
        second = lines[at + 1] if at + 1 < len(lines) else ""
        years = second if _YEARS.fullmatch(second) else ""
        if 6 <= len(first) <= 60 and _TITLE_WORDS.search(first):
            return first + years
        if _SIGNER.search(first) and not second.startswith(("关于", "印发")):
            continue
        both = first + second
        if len(first) <= 30 and 6 <= len(both) <= 60 and _TITLE_WORDS.search(both):
            third = lines[at + 2] if at + 2 < len(lines) else ""
            return both + (third if _YEARS.fullmatch(third) else "")
    return _labelled(head) or _heading_of(lines[:2])


def _labelled(head: Sequence[Paragraph]) -> str:
    found = (_LABELLED_TITLE.match(p.text.strip()) for p in head[:6])
    return next((match["title"].strip() for match in found if match), "")


def _heading_of(lines: Sequence[str]) -> str:
    """A short first line without a full stop, which is a title in whatever words."""
    return next(
        (line for line in lines if 6 <= len(line) <= 40 and re.search("[一-鿿]{4}", line)), ""
    )


def _title_lines(head: Sequence[Paragraph]) -> list[str]:
    """The short lines before the text begins: parts of a title, a number, an issuer."""
    lines: list[str] = []
    for paragraph in head[:20]:
        for part in half_width(paragraph.text).split("\n"):
            line = "".join(part.split())
            if _OUTLINE.match(line):
                return lines
            is_text = len(line) > _LONGEST_TITLE or line.endswith(("。", "：", ":", "；"))
            is_text = is_text or _DATE.fullmatch(line) is not None
            if not line or is_text or _ATTACHMENT.fullmatch(line) or ">" in line or "http" in line:
                continue
            if _REMARK.fullmatch(line) and not _YEARS.fullmatch(line):
                continue
            lines.append(_ATTACHMENT.sub("", line, count=1) if line.startswith("附件") else line)
    return lines


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Titles take one line, or up to three."""
    for at in range(len(lines)):
        for count in (1, 2, 3):
            candidate = "".join(lines[at : at + count])
            if len(candidate) <= _LONGEST_TITLE and at + count <= len(lines):
                yield candidate


def _named_title(candidate: str) -> str:
    """What a covering letter says it sends: 关于印发《…》的通知."""
    flat = "".join(candidate.split())
    for pattern in (_QUOTED_TITLE, _PUBLISHED_TITLE, _BARE_TITLE):
        if found := pattern.search(flat):
            return found["title"]
    return ""


def _issuer(text: str, page_title: str, document: Document) -> str:
    for candidate in (page_title, *text.split("\n")[:12]):
        match = _ISSUING.match("".join(candidate.split()))
        if match and 2 < len(match["issuer"]) <= 30 and _PLACE.match(match["issuer"] + " "):
            return match["issuer"]
        if match and match["issuer"].startswith(("国务院", "中共中央")):
            return match["issuer"]
    first = "".join(text.split("\n")[0].split()) if text else ""
    for line in ("".join(part.split()) for part in text.split("\n")[:20]):
        if re.fullmatch(
            r"[\u4e00-\u9fff]{2,20}(?:人民政府|人民政府办公室|人民政府办公厅|委员会|办公室|局)",
            line,
        ):
            return line
    published = document.metadata.get("发布机构", "") or document.metadata.get("发布机关", "")
    return published or (first[:-2] if first.endswith("文件") else "")


def _jurisdiction(issuer: str, *others: str) -> str:
    """The innermost district, city or province in the issuer's name; 全国 for the State Council."""
    for text in (issuer, *others):
        flat = re.sub(
            r"^(?:关于印发|印发)?[《“]?(?:\d{4}年)?(?:度)?", "", "".join(text.split())[:80]
        )
        if flat.startswith(("国务院", "中共中央", "国家")) or "国务院" in flat[:12]:
            return "全国"
        places: list[str] = []
        rest = flat
        while (match := _PLACE.match(rest)) and not _NO_PLACE.search(match["name"]):
            places.append(match["name"])
            rest = rest[match.end() :]
        if places:
            return places[-1]
        found = re.search(r"([\u4e00-\u9fff]{2,3}(?:省|市|区|县))", flat)
        if found and text is not others[-1] and not _NO_PLACE.search(found.group(1)):
            return found.group(1)
        province = _PROVINCES.search(flat)
        if province and text is not others[-1]:
            return province["name"] + ("市" if province["name"] in _CITY_STATES else "省")
    return "未注明"


def _date(document: Document, paragraphs: Sequence[Paragraph]) -> str:
    """The day of issue; the day on which a page was put up stands in for it."""
    for key in ("成文日期", "印发日期", "发文日期"):
        if match := _DATE.search(half_width(document.metadata.get(key, ""))):
            return _iso(match)
    for exact in (True, False):
        for paragraph in [*paragraphs[:_HEAD_LINES], *paragraphs[-8:]]:
            text = half_width("".join(paragraph.text.split()))
            match = _DATE.fullmatch(text) if exact else _DATE.search(text)
            if match and len(text) <= 30 and (not exact or text.endswith("日")):
                if not exact and _NOT_OF_ISSUE.search(text):
                    continue
                return _iso(match)
        published = _DATE.search(half_width(document.metadata.get("发布日期", "")))
        if published and exact:
            return _iso(published)
    return ""


def _iso(match: re.Match[str]) -> str:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:  # a slip of the typist: 2月30日
        return ""


def _period(title: str, page_title: str) -> str:
    """The years that the title names, "" where it names none."""
    for text in (half_width(title), half_width(page_title)):
        match = _PERIOD.search(text)
        if match:
            return f"{match['a']}-{match['b']}"
        for name, years in _FIVE_YEAR.items():
            if name in text:
                return years
        year = _YEAR.search(text)
        if year:
            return year["y"]
    return ""


def notice_id(name: str) -> str:
    """An id out of a file's name: letters, digits and Chinese characters, the rest as ``-``."""
    stem = name.rpartition("/")[2].rpartition(".")[0] or name
    kept = "-".join(part for part in IDENTIFIER.findall(stem) if part)
    return kept[:60].strip("-.") or "notice"
