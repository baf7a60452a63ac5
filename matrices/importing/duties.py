"""Reads duties written down unit by unit: 区公安局：负责…, 市、区财政部门负责….

Emergency plans and regulations name who does it first, as the subject of a sentence. Only a
subject that holds nothing but names of bodies is read; what is not plain is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from matrices.catalogs.model import Role
from matrices.importing.annotation import (
    find_brackets,
    is_unit_list,
    names_label,
    starts_with_label,
)
from matrices.notation import looks_like_unit, parse_cell

_VERB = (
    r"(?:负责|承担|牵头|组织|统筹|指导|协调|会同|配合|协助|做好|落实|推进|推动|开展|加强|制定|建立|健全|完善|"
    r"监督|监测|参与|参加|提供|保障|督促|协同|发布|维护|管理|实施|执行|履行|将|依托|强化|及时|根据|按照)"
)
BEFORE_VERB = (
    r"(?:应当|应|要|须|需|依法|主要|具体|分别|共同|在各自职责范围内|"
    r"(?:按照?|依照?|根据|依据|结合)(?:各自)?(?:法定)?(?:职责|职能|分工)(?:分工)?(?:和权限|范围)?[，,]?|"
    r"(?:按照?|依照?)(?:国家|有关|相关)*规定|依法依规|"
    r"(?:是|为|作为)[^。；;，,]{2,40}(?:部门|单位|机构)[，,]\s*)*"
)
# A verb that charges somebody; others may belong to any sentence.
_CHARGE = (
    r"(?:负责|承担|牵头|统筹|会同|配合|协助|做好|指导|组织|监督|协调|履行|落实|开展|制定|建立|将|推进|推动|"
    r"加强|对(?=[^，。；;]{2,40}(?:实施|开展|进行)))"
)
_COLON = re.compile(
    r"(?P<units>[^：:。；;！？]{2,60})(?:[：:]|。(?=负责|承担|组织|做好|协助|参与))\s*(?P<duty>\S.{2,})",
    re.S,
)
_SUBJECT = re.compile(
    rf"(?P<units>[^。；;：:！？“”]{{2,60}}?)(?P<duty>{BEFORE_VERB}{_CHARGE}(?!人(?!力|民)|制(?!定|订)|方|同志).+)",
    re.S,
)
_STARTS_WITH_VERB = re.compile(BEFORE_VERB + _VERB)
_LEADS = re.compile(BEFORE_VERB + r"牵头(?!单位|部门)")
_HELPS = re.compile(BEFORE_VERB + r"(?:协助|配合|参与)")
_JOINED = re.compile(BEFORE_VERB + r"会同(?P<others>[^，。；;]{2,60})")
_GATHERS = re.compile(
    BEFORE_VERB + r"(?:组织|统筹|协调)(?P<others>[^，。；;]{2,60}?等(?:有关|相关)?(?:部门|单位))"
)
_NOT_PLAIN = re.compile(
    r"[^。；;]{0,60}(?:部门|人民政府|办事处|机构|局|委员会)[^。；;，]{0,12}(?:负责|牵头|会同|承担)"
)
# 专业机构, 相关企业 and 社会组织 are subjects of many sentences and no authorities.
_NO_AUTHORITY = re.compile(
    r"(?:企业|(?:专业|社会|第三方|金融|中介|服务|培训|检测|检验|评估|评价|养老|医疗|卫生|保险|科研|认证|托育|教育|"
    r"相关|有关|运营|经营|托养|救助|鉴定|管理|关|各)机构|^机构|组织|协会|学校|高校|平台|基地|联盟|集群|园区?|[示新]范?区|单位|社区|村|项目|体系|[省市区县])$"
    r"|^(?:打造|建设|谋划|推进|推动|加强|加快|完善|健全|建立|支持|鼓励|培育|提升|强化|优化|实施|开展|成立|组建|形成|构建|明确|压实|实行|坚持|多|跨|由|经|报|对|向|与|以下)"
)


class Duty(NamedTuple):
    """A duty and whose it is, in the words of the notice."""

    units: dict[Role, str]
    named: str
    wording: str


def duty_of(text: str, *, listed: bool = False) -> Duty | None:
    """The duty that a paragraph gives to the units it names first, None where it names none.

    `listed` says that it stands in a list of duties; elsewhere only 负责 and the like behind a
    colon is one.
    """
    match = _COLON.match(text)
    if match and not starts_with_label(text) and are_bodies(match["units"]):
        if listed or _STARTS_WITH_VERB.match(match["duty"]):
            return _duty(match["units"], match["duty"])
        return None
    return subject_of(text) if listed else None


def subject_of(sentence: str) -> Duty | None:
    """The duty of a sentence whose subject is nothing but units: 市、区财政部门负责…."""
    match = _SUBJECT.match(sentence)
    while match:
        named = match["units"].rstrip("，, ")
        if are_bodies(named):
            duty = _duty(named, match["duty"])
            if _HELPS.match(match["duty"]) and Role.RESPONSIBLE in duty.units:
                duty = duty._replace(units={Role.COOPERATE: named})
            return duty._replace(wording=sentence.strip())
        match = _longer(sentence, match)
    return None


def _longer(sentence: str, match: re.Match[str]) -> re.Match[str] | None:
    """The next way to read a sentence, with a subject that holds the verb: 市教育指导中心负责…."""
    start = match.start("duty") + 1
    later = re.compile(
        rf"(?P<units>[^。；;：:！？“”]{{{start},60}}?)(?P<duty>{BEFORE_VERB}{_CHARGE}(?!人(?!力|民)|制(?!定|订)|方|同志).+)",
        re.S,
    )
    return later.match(sentence) if start < 60 else None


def _duty(named: str, wording: str) -> Duty:
    named = re.sub(r"^(?:由|请)", "", named.strip())
    role = Role.LEAD if _LEADS.match(wording) else Role.RESPONSIBLE
    units = {role: named}
    if (gathers := _GATHERS.match(wording)) and is_unit_list(gathers["others"]):
        units[Role.COOPERATE] = gathers["others"]
    joined = _JOINED.match(wording)
    if joined:
        others = next((end for end in _beginnings(joined["others"]) if are_bodies(end)), "")
        if others:
            units[Role.COOPERATE] = others
    return Duty(units, named, wording.strip())


def _beginnings(text: str) -> Iterator[str]:
    """What stands before each verb of a clause: 市财政部门 of 市财政部门制定标准."""
    for verb in re.finditer(_VERB, text):
        yield text[: verb.start()]
    yield text


_SENTENCE_WORD = re.compile("是|为|应当|按照|按规定|依法|负责|设在|设于|设立|社会$|(?<!自)由")


def are_bodies(text: str) -> bool:
    """Tell whether words are nothing but names of bodies that a task may charge."""
    text = re.sub(r"^(?:由|请)", "", text.strip())
    if not is_unit_list(text):
        return False
    mentions = parse_cell(text).mentions
    return all(
        (looks_like_unit(mention.name) or mention.open_ended or mention.name.endswith("队伍"))
        and not _SENTENCE_WORD.search(mention.name)
        and (mention.name[0] in "各省市区县" or not _NO_AUTHORITY.search(mention.name))
        for mention in mentions
    )


def lists_duties(texts: Iterable[str]) -> bool:
    """Tell whether paragraphs go unit by unit: two of them name units before a colon or a verb."""
    found = 0
    for text in texts:
        if not any(True for _ in find_brackets(text[-3:])) and duty_of(text, listed=True):
            found += 1
            if found > 1:
                return True
    return False


def may_be_duty(sentence: str) -> bool:
    """Tell whether a sentence seems to charge a unit in words that are not read."""
    return _NOT_PLAIN.match(sentence) is not None and "解释" not in sentence


def may_be_listed(text: str) -> bool:
    """Tell whether a paragraph of a list of duties gives one to somebody who is not read."""
    match = _COLON.match(text)
    return (
        match is not None
        and not names_label(text)
        and len(match["units"]) <= 30
        and _STARTS_WITH_VERB.match(match["duty"]) is not None
    )
