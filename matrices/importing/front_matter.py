"""The head of a notice: title, number, issuer, jurisdiction, date and period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matrices.catalogs.fields import IDENTIFIER
from matrices.readers.document import Document, Paragraph

_NUMBER = re.compile(
    r"(?P<number>[\u4e00-\u9fff]{1,12}(?:〔|［|\[|（|\()\s*(?:19|20)\d{2}\s*(?:〕|］|\]|）|\))\s*(?:第)?\d{1,4}\s*号)"
)
_ISSUING = re.compile(r"^(?P<issuer>[\u4e00-\u9fff、\s]{2,40}?)(?:关于|印发)")
_QUOTED_TITLE = re.compile(r"(?:印发|转发)\s*《(?P<title>.+?)》\s*(?:的通知)?", re.S)
_BARE_TITLE = re.compile(r"(?:印发|转发)(?P<title>[^《》]{4,60}?)的通知")
_DATE = re.compile(
    r"(?P<y>[12]\d{3})\s*[年\-./]\s*(?P<m>\d{1,2})\s*[月\-./]\s*(?P<d>\d{1,2})\s*日?"
)
_PERIOD = re.compile(r"(?P<a>20\d{2})\s*[—\-–－至~]+\s*(?P<b>20\d{2})\s*年")
_YEAR = re.compile(r"(?P<y>20\d{2})\s*年")
_PLACE = re.compile(
    r"(?P<name>(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区|[\u4e00-\u9fff]{2,12}?(?:自治州|自治县|省|市|区|县|州|旗|盟))"
)
_FIVE_YEAR = {"十三五": "2016-2020", "十四五": "2021-2025", "十五五": "2026-2030"}
_TITLE_WORDS = re.compile(
    r"(?:工作要点|实施方案|行动方案|行动计划|任务分工|若干措施|意见|规划|计划|方案|清单|办法|通知|要点|行动)(?:[（(].{0,24}[）)])?$"
)
_REMARK = re.compile(r"[（(].*[）)]")
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
    title = _title(head, page_title) or page_title or fallback_title
    number = document.metadata.get("发文字号", "")
    if not _NUMBER.search(number):
        found = _NUMBER.search(text.replace("\n", " \n"))
        number = found["number"] if found else ""
    issuer = _issuer(text, page_title, document)
    return FrontMatter(
        title=" ".join(title.split()) if title.isascii() else "".join(title.split()),
        number="".join(half_width(number).split()),
        issuer=issuer,
        jurisdiction=_jurisdiction(issuer, title, page_title, text),
        issued=_date(document, document.paragraphs),
        period=_period(title, page_title, _date(document, document.paragraphs)),
    )


def half_width(text: str) -> str:
    """Full-width digits and letters as half-width ones; punctuation stays Chinese."""
    return "".join(
        chr(ord(c) - 0xFEE0) if "０" <= c <= "９" or "Ａ" <= c <= "Ｚ" or "ａ" <= c <= "ｚ" else c
        for c in text
    )


def _title(head: Sequence[Paragraph], page_title: str) -> str:
    joined = half_width("\n".join(p.text for p in head[:12]))
    for candidate in (page_title, joined):
        quoted = _QUOTED_TITLE.search(candidate)
        if quoted:
            return "".join(quoted["title"].split())
        bare = _BARE_TITLE.search(
            "".join(candidate.split()) if candidate is page_title else candidate
        )
        if bare:
            return "".join(bare["title"].split())
    if page_title:
        return page_title
    for first, second in zip(head[:12], [*head[1:12], None], strict=False):
        text = half_width("".join(first.text.split()))
        if _REMARK.fullmatch(text):
            continue
        if 6 <= len(text) <= 60 and _TITLE_WORDS.search(text):
            return text
        if second is not None and len(text) <= 30:
            both = text + half_width("".join(second.text.split()))
            if (
                6 <= len(both) <= 60
                and _TITLE_WORDS.search(both)
                and "。" not in both
                and "：" not in both
            ):
                return both
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
        while match := _PLACE.match(rest):
            places.append(match["name"])
            rest = rest[match.end() :]
        if places:
            return places[-1]
        found = re.search(r"([\u4e00-\u9fff]{2,3}(?:省|市|区|县))", flat)
        if found and text is not others[-1]:
            return found.group(1)
    return "未注明"


def _date(document: Document, paragraphs: Sequence[Paragraph]) -> str:
    for key in ("成文日期", "印发日期", "发布日期", "发文日期"):
        match = _DATE.search(half_width(document.metadata.get(key, "")))
        if match:
            return _iso(match)
    for paragraph in [*paragraphs[:_HEAD_LINES], *paragraphs[-8:]]:
        text = half_width("".join(paragraph.text.split()))
        match = _DATE.search(text)
        if match and len(text) <= 30:
            return _iso(match)
    return ""


def _iso(match: re.Match[str]) -> str:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:  # a slip of the typist: 2月30日
        return ""


def _period(title: str, page_title: str, issued: str) -> str:
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
    return issued[:4]


def notice_id(name: str) -> str:
    """An id out of a file's name: letters, digits and Chinese characters, the rest as ``-``."""
    stem = name.rpartition("/")[2].rpartition(".")[0] or name
    kept = "-".join(part for part in IDENTIFIER.findall(stem) if part)
    return kept[:60].strip("-.") or "notice"
