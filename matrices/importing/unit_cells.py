"""Looks at the words of a unit cell: what a line break inside a name is, and what is no name.

A notice is printed, and cells are narrow: 省自然资源和 / 规划厅 is one name, 省财政厅 / 省科技厅
are two. What the document itself writes in one piece decides, then what names look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from matrices.catalogs.model import Task
from matrices.notation import (
    CLOSING,
    OPENING,
    PEER_SEPARATORS,
    TIER_SEPARATORS,
    Mention,
    MentionKind,
    looks_like_unit,
)
from matrices.readers.document import Document, Paragraph

_BETWEEN_NAMES = re.compile(r"[、､，,；;。：:（）()〔〕\[\] \t\u3000]+")
_LAST_PIECE = re.compile(rf"[^{PEER_SEPARATORS}{TIER_SEPARATORS}]*$")
_FIRST_PIECE = re.compile(rf"[^{PEER_SEPARATORS}{TIER_SEPARATORS}]*")
# What no name of a body begins with: the rest of one.
_TAIL = re.compile(
    r"(?:人民)?政府(?:办公室|办公厅|办)?$|(?:管理)?委员会$|管委会$|办公[室厅]$|办事处$"
    r"|[局厅委办部]$|(?:管理)?中心$|单位$|部门$|(?:有限)?(?:责任)?公司$|[和及与]"
)
_PARTY = re.compile(
    r"(?:办公室|办公厅|组织部|宣传部|统战部|政法委|网信办|编办|社会工作部|社工部|金融办)"
)
_PARTY_COMMITTEE = re.compile(r"[省市区县州旗]委$")
_BARE_PLACE = re.compile(r"[^各有相]{0,6}[省市县区州旗盟]$")
_LEVEL = re.compile(r"[省市县区州旗各全]")
_LONGEST_NAME = 40

_NO_BRACKET = re.compile(r"[（(〔\[][^（）()〔〕\[\]]*[）)〕\]]")
_ROLE_WORD = re.compile(
    r"牵头|责任(?:单位|部门)|配合(?:单位|部门)|负责|分工|下同|会同|参与|时限|第一位|不再|以下|其中"
)
_OTHER_ENDINGS = (
    "联", "协", "组", "村", "社区", "实验室", "主体", "系统", "农场", "牧场", "校", "司", "地方",
    "园", "工委", "机关", "媒体", "电台", "报社", "行", "各方", "人员",
)  # fmt: skip


def names_without_gap(document: Document) -> frozenset[str]:
    """The units that the document's paragraphs write between separators other than spaces."""
    names: set[str] = set()
    for paragraph in document.paragraphs:
        names.update(re.split(r"[、､，,；;。：:（）()〔〕\[\]【】]", paragraph.text))
    return frozenset(
        name
        for name in names
        if 2 < len(name) <= _LONGEST_NAME and not re.search(r"\s", name) and looks_like_unit(name)
    )


def names_written(document: Document) -> frozenset[str]:
    """Every name that the document writes in one piece, between two separators."""
    names: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            names.update(_BETWEEN_NAMES.split(block.text))
        else:
            for row in block.rows:
                for cell in row:
                    names.update(_BETWEEN_NAMES.split(cell.text))
    return frozenset(n for n in names if 2 < len(n) <= _LONGEST_NAME and "\n" not in n)


def without_wraps(literal: str, written: frozenset[str] = frozenset()) -> str:
    """A unit cell without the line breaks that only wrap a name.

    `written` holds names that are known in one piece.
    """
    first, *lines = literal.split("\n")
    text = first.strip()
    for line in (line.strip() for line in lines):
        above = _last_piece(text)
        below = _FIRST_PIECE.match(line)
        wraps = below is not None and _is_wrapped(above, below.group(), written)
        text = f"{text}{'' if wraps else chr(10)}{line}"
    return text


_GAP = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
_BETWEEN_WORDS = re.compile(r"[、､，,；;。：:（）()〔〕\[\]【】\s]")
_NAMES_A_PART = re.compile(r"(?:单位|部门|时限|时间|领导|责任人)$")


def without_gaps(text: str, written: frozenset[str] = frozenset()) -> str:
    """A list of units without the spaces inside its names: 县 水 利 局, 市财 政局.

    A space between two names stays. `written` holds names that the document writes in one piece
    where no space parts them.
    """
    done = ""
    start = 0
    for gap in _GAP.finditer(text):
        done += text[start : gap.start()]
        start = gap.end()
        above = _BETWEEN_WORDS.split(done)[-1]
        below = _BETWEEN_WORDS.split(text[start:], maxsplit=1)[0]
        if not _is_gap(above, below, written):
            done += text[gap.start() : gap.end()]
    return done + text[start:]


def _is_gap(above: str, below: str, written: frozenset[str]) -> bool:
    """Tell whether a space stands inside a name; both sides hold no separator."""
    if not above or _NAMES_A_PART.search(above) or len(above) + len(below) > _LONGEST_NAME:
        return False
    if len(above) == 1 or len(below) == 1:
        return True
    rests = (name.removeprefix(above) for name in written if name.startswith(above))
    if any(rest and below.startswith(rest) for rest in rests):
        return True
    return not looks_like_unit(above) and not (looks_like_unit(below) and _LEVEL.match(below))


def _last_piece(text: str) -> str:
    match = _LAST_PIECE.search(text)
    return match.group() if match else ""


def _is_wrapped(above: str, below: str, written: frozenset[str]) -> bool:
    """Tell whether two lines of a cell hold one name; neither holds a separator."""
    if not above or not below or len(above) + len(below) > _LONGEST_NAME:
        return False
    whole = above + below
    if whole in written and not (above in written and below in written):
        return True
    if above.count("（") + above.count("(") > above.count("）") + above.count(")"):
        return True
    if not looks_like_unit(whole):
        return False
    if not looks_like_unit(above) or _TAIL.match(below):
        return True
    if _PARTY_COMMITTEE.search(above) and _PARTY.match(below):
        return True
    return _BARE_PLACE.fullmatch(above) is not None and not (
        _LEVEL.match(below) or _BARE_PLACE.fullmatch(below)
    )


def is_doubtful(mention: Mention, task: Task, certain: Iterable[str]) -> bool:
    """Tell whether a name of a unit cell is one that a person should look at.

    `certain` holds names that a registry knows.
    """
    name = mention.name
    if name in certain or mention.text in certain:
        return False
    plain = _NO_BRACKET.sub("", name)
    if len(plain) < 2 or any(character.isdigit() for character in plain):
        return True
    if sum(map(mention.text.count, OPENING)) != sum(map(mention.text.count, CLOSING)):
        return True
    if any(_same(name, words) for words in (task.content, task.deadline or "")):
        return True
    if _ROLE_WORD.search(plain) and not (
        plain.startswith("各") and plain.endswith(("部门", "单位"))
    ):
        return True
    if mention.kind is not MentionKind.AGENCY:
        return False
    if _TAIL.fullmatch(plain):
        return True
    return not looks_like_unit(plain) and not plain.endswith(_OTHER_ENDINGS)


def _same(name: str, words: str) -> bool:
    return bool(words) and name == words.strip(" \n。；;")
