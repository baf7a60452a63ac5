"""Reads the notation that Chinese notices use for units.

One cell of a notice ("区公安局(区公安交巡警支队)、区水利局等，各镇街、平台") becomes a list of
mentions. The reading is lossless: `Cell.text` is put together again from its pieces, and
nothing of a cell is ever dropped. Which unit leads is not decided here.

The conventions read (all found in published notices of Chinese districts, cities and
provinces): ``、`` joins peers, ``，`` ``,`` ``；`` and a line break open the next tier, ``等``
leaves a list open, a bracket holds a sub-unit unless it only varies a level (各乡镇（街道）), and a
shared beginning or ending is written once (区安委会、区防减救灾委成员单位; 各镇街、平台).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

OPENING = "（(〔［[【"
CLOSING = "）)〕］]】"
PEER_SEPARATORS = "、､"
TIER_SEPARATORS = "，,；;。\n"
NONE_MARKS = frozenset(("", "/", "／", "无", "—", "——", "-", "－", "\\"))  # a cell that says: none
# No list of names joined without a separator is longer; a longer piece is read as one name,
# so that a hostile cell costs no more than its length.
_LONGEST_CHUNK = 120
_NO_NAMES: frozenset[str] = frozenset()


class MentionKind(StrEnum):
    """What a name in a cell stands for."""

    AGENCY = "agency"
    TOWNSHIP = "township"
    COLLECTIVE = "collective"
    INDEFINITE = "indefinite"


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a cell.

    `text` is the literal piece of the cell, `name` the name as read: without a bracketed
    sub-unit and with a shared beginning or ending filled in. `position` counts names in
    the cell from 1, `tier` counts tiers from 1. `open_ended` says that the tier's list
    was left open, `open_words` holds the words that did so (等单位) on its last name.
    A bracket behind a name holds parts of the body (`sub_units`: 区公安局（交巡警支队）), another
    name of it (`other_names`: 市数据局（市人工智能局）), or the bodies that a collective stands for
    here (`members`: 各平台（甲园区、乙园区）).
    """

    text: str
    name: str
    kind: MentionKind
    tier: int
    position: int = 0  # known once its tier is read
    open_ended: bool = False
    open_words: str = ""
    sub_units: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read: its mentions, and all pieces in order (mentions and what joins them)."""

    pieces: tuple[Mention | str, ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The names in the cell, in its order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Mention))

    @property
    def text(self) -> str:
        """The literal text of the cell, put together from its pieces."""
        return "".join(p.text + p.open_words if isinstance(p, Mention) else p for p in self.pieces)


# A list of administrative levels is one name although it holds separators:
# 各市、县〔市、区〕政府; 各区、县级市; 各镇、街道.
_LEVEL = (
    "自治县|自治州|自治区|直辖市|设区市|县级市|地级市|区县|县区|市州|街道|乡镇|镇街|街镇|"
    "省|市|县|区|州|旗|盟|乡|镇|街|村|社区"
)
_BRACKET = r"(?:（[^（）]*）|\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\])"
_LEVEL_TAIL = (
    "党委、人民政府|党委、政府|党委和政府|党委政府|人民政府|政府|党委|党工委|管委会|办事处"
)
_LEVEL_LIST = re.compile(
    rf"(?:全[区市省县])?(?:各有关|各相关|有关|相关|各)(?:{_LEVEL})(?:{_BRACKET})?(?:、(?:{_LEVEL})(?:{_BRACKET})?)+"
    rf"(?:{_LEVEL_TAIL})?"
    rf"|各(?:{_LEVEL})党委、(?:人民)?政府"
    rf"|各(?:{_LEVEL})(?:{_BRACKET})(?:{_LEVEL_TAIL})?"
)
_AFTER_NAME = re.compile(r"[、，,；;。\n\s]|$|等|以及|及|和|与")

_ORGAN_ENDINGS = (
    "局|委|办|厅|部|院|署|会|处|所|站|队|科|股|室|中心|公司|集团|银行|支行|分行|政府|人大|政协|"
    "学校|大学|学院|党校|街道|镇|乡|林场|单位|部门|机构|企业|平台|园区|镇街|街镇|妇联|残联|文联|"
    "科协|侨联|台|馆|社|海关|军区|专班|小组|团体|新区|开发区|管理区|示范区|组织|联盟|基地|基金|"
    "机关|县|市|区|州|各地|计生协|贸促会|总工会|商会|学会|联社|供销社|法院|检察院|通信管理局|支队|大队|总队"
)
_LOOKS_LIKE_UNIT = re.compile(rf"^(?:.+(?:{_ORGAN_ENDINGS})|妇联|残联|文联|科协|侨联)$")
_CONNECTORS = re.compile("以及|及其他|及|和|与")
_STARTS_A_NAME = re.compile(
    "各|全[区市省县]|有关|相关|区|市|省|县|州|旗|国家|国务院|中央|其他|其它|驻|重点|试点|涉"
)
_BELONGS_TO_LEFT = re.compile("所属|下属|其|所辖|直属")

_OPEN_END = re.compile(r"(?<![高中初平同均优])等")
_OPEN_TAIL = re.compile(
    r"(?:\d+|[一二三四五六七八九十两]+)?个?"
    r"(?:[^、，,；;]*?"
    r"(?:部门和单位|单位和部门|部门（单位）|部门\(单位\)|部门、单位|部门|单位|机构|企业|组织|团体|地区|镇街|"
    r"街镇|乡镇|街道|委办局|力量|成员|公司|院校|高校|院所))?"
)
_COMMITTEE = re.compile(
    r"(?:安委会|安委|消安委|灾委|减灾委|救灾委|防减救灾委|食安委|禁毒委|爱卫会|防指|委员会|指挥部|"
    r"领导小组|联席会议|专委会)$"
)
_MEMBERS_SUFFIX = re.compile(r"(?P<body>.+?)(?P<suffix>(?:各|有关|相关)?成员单位)$")
_BARE_PLACE = re.compile(r"(?!全)[^各有相]{1,7}(?:省|市|县|区|州|旗|盟)$")
_PLACE_SUFFIX = re.compile(
    r"(?P<place>.{1,7}?(?:省|市|县|区|州|旗|盟))"
    r"(?P<suffix>人民政府|政府|党委|管委会|(?:有关|相关)(?:部门|单位|地方|方面)(?:和单位)?)$"
)
# 电信、移动、联通示例分公司: firms told by one word share the branch that the last one names.
_OPERATOR = "[省市县区]?(?:中国)?(?:电信|移动|联通|铁塔|广电)"
_BARE_OPERATOR = re.compile(_OPERATOR)
_OPERATOR_SUFFIX = re.compile(rf"{_OPERATOR}(?P<suffix>.{{0,8}}公司)$")
# 市、区财政部门: a level that stands alone shares all that follows the next level.
_BARE_LEVEL = re.compile(r"[省市区县州旗镇]$")
_AFTER_LEVEL = re.compile(rf"[省市区县州旗镇](?:{_BRACKET})?(?P<rest>[^级直属辖内域].{{2,}})$")
# 各场景牵头部门和配合部门
_ROLE_BODY = re.compile(r"(?P<all>各[^、，]{1,8}?)(?:牵头|责任|主管|主办)(?:部门|单位)$")
# 民政部门, but not 有关部门 or 牵头部门
_DEPARTMENT = re.compile(
    r"(?!各|有关|相关|其[他它]|牵头|责任|配合|行业|职能|主管)[\u4e00-\u9fff]{2,10}部门"
)
_BARE_ROLE_BODY = re.compile(r"(?:牵头|责任|配合|参与|协办)(?:部门|单位)$")
_SHARED_BEGINNING = re.compile(r"(?:各有关|各相关|有关|相关|各级|各)")
_BARE_NOUN = re.compile(
    r"(?:重点|功能|片区|开放|开发|产业|工业|国有|区属|市属|直属|涉\w)*"
    r"(?:平台|园区|景区|开发区|功能区|林场|街道|镇街|街镇|乡镇|镇乡|乡镇街道|乡|镇|街|村|社区|学校|企业|公司|部门|单位|"
    r"机构|高校|院校|医院)(?:人民政府|政府|办事处)?(?:（[^（）]*）|\([^()]*\))?$"
)
_LEVEL_WORDS = re.compile(
    rf"(?:{_LEVEL}|平台|园区|开发区|管委会|单位|部门|办事处|林场|和|、|级|小|含)+$"
)

_INDEFINITE = re.compile("有关|相关|其他部门|其它部门|其他单位")
_COLLECTIVE = re.compile(
    r"^(?:全[区市省县国]?)?各|各级|各有|^所有|^全体|成员单位$|各成员|各(?:部门|单位|镇|乡|街|区|市|县)"
    r"|(?:部门|部门和单位|部门（单位）|单位)$|机构$"
    r"|^(?:区属|市属|县属|省属|辖区|驻区|区级|市级)?(?:国有|重点|规上|涉林)?"
    r"(?:公司|企业|镇街|街镇|乡镇|镇乡|乡镇街道|街道乡镇|园区|平台|林场|街道|镇)(?:（[^（）]*）|\([^()]*\))?$"
    r"|^(?:镇|乡镇|街镇|区县)（街道）$|^试点.*政府$"
)
_TOWNSHIP = re.compile(
    r"^[^各区市省县]\S{0,7}(?:镇|乡|街道|街道办|街道办事处|镇人民政府|乡人民政府)$"
)
_PROVINCE_ORGAN = re.compile(
    r"厅$|^(?:市场监管|市场监督管理|粮食|医保|医疗保障|林业|广播电视|广电|体育|统计|机关事务|信访|文物|能源|药监|药品监督)"
    r"[\u4e00-\u9fff]{0,9}局$"
)
# 市场监管局 and 市政管理局 do not say 市; what a local body without its level is named for.
_LEVEL_MARK = re.compile(r"[省市区县州](?!场|政|容|民中心)")
_RANKS = "局委办厅部"
_LOCAL_ORGAN = re.compile(
    r"(?:教育|科技|科学|工业|工信|经信|经济|民族|公安|民政|司法|财政|人力|人社|自然资源|规划|生态|环境|环保|住房|"
    r"住建|城乡|城市|城管|综合|交通|水利|水务|农业|商务|文化|文旅|文体|卫生|卫健|退役|应急|审计|国资|市场|广播|"
    r"体育|统计|医保|医疗|信访|机关事务|林业|园林|大数据|数据|金融|政务|发展|发改|档案|气象|行政|投资|招商|乡村|粮食|水文|公路)"
    r"[\u4e00-\u9fff]{0,9}(?:局|委|办)$|^(?:水文|公路|疾控|疾病预防控制|大数据)[\u4e00-\u9fff]{0,6}中心$|^红十字会$"
)
_PARTY_ORGAN = re.compile(r"(?:组织部|宣传部|统战部|政法委|网信办|编办|社会工作部|社工部|巡察办)$")


def looks_like_unit(name: str) -> bool:
    """Tell whether the name ends as names of bodies do (局, 委, 办公室, 人民政府, ...)."""
    return _LOOKS_LIKE_UNIT.match(_without_brackets(name)) is not None


def kind_of(name: str) -> MentionKind:
    """Tell what a name stands for by its wording alone.

    有关 and 相关 leave open who is meant; 各…, …成员单位 and a body told only by its function
    (负有消防安全监管职责的部门, 行业主管部门) are collectives.
    """
    if _INDEFINITE.search(name):
        return MentionKind.INDEFINITE
    if _COLLECTIVE.search(name):
        return MentionKind.COLLECTIVE
    if _TOWNSHIP.match(name):
        return MentionKind.TOWNSHIP
    return MentionKind.AGENCY


def kind_by_wording(name: str) -> MentionKind:
    """What a name on no record stands for."""
    mentions = parse_cell(name).mentions
    return mentions[0].kind if mentions else MentionKind.INDEFINITE


@lru_cache(maxsize=65536)
def parse_cell(text: str, known: frozenset[str] = _NO_NAMES) -> Cell:
    """Read one unit cell.

    `known` holds names that are certain (from a registry, or seen elsewhere in the same
    document); it decides where a separator or 和 could also be part of a name.
    """
    if text.strip() in NONE_MARKS:
        return Cell((text,) if text else ())
    pieces: list[Mention | str] = []
    tier: list[Mention | str] = []
    tier_no = 1
    position = 0

    def close_tier() -> None:
        nonlocal position
        _spread_open_end(tier)
        resolved = _share_affixes(tier, known)
        for piece in resolved:
            if isinstance(piece, Mention):
                position += 1
                piece = replace(piece, position=position)
            pieces.append(piece)
        tier.clear()

    for chunk, separator in _split(text, known):
        lead_space, name, tail_space = _strip(chunk)
        if lead_space:
            tier.append(lead_space)
        if name:
            tier.extend(_read_chunk(name, tier_no, known))
        if tail_space:
            tier.append(tail_space)
        if separator:
            tier.append(separator)
            if separator in TIER_SEPARATORS:
                had_names = any(isinstance(piece, Mention) for piece in tier)
                close_tier()
                tier_no += had_names
    close_tier()
    return Cell(tuple(pieces))


def inside_bracket(text: str, index: int) -> bool:
    """Tell whether a bracket that opens before this place of a text is still open there."""
    before = text[:index]
    return sum(map(before.count, OPENING)) > sum(map(before.count, CLOSING))


def _split(text: str, known: frozenset[str]) -> list[tuple[str, str]]:
    """Cut at separators outside brackets and outside names that hold a separator."""
    longest_first = sorted(known, reverse=True)  # of names that begin alike
    chunks: list[tuple[str, str]] = []
    depth = 0
    start = index = 0
    name_start = 0  # behind the separator and the spaces that follow it
    while index < len(text):
        character = text[index]
        if index == name_start:
            if whole := _name_holding_separator(text, index, longest_first):
                index += len(whole)
                continue
            name_start += character.isspace()
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and (
            character in PEER_SEPARATORS + TIER_SEPARATORS
            or (
                (character.isspace() or character in "/／") and _space_separates(text, start, index)
            )
        ):
            chunks.append((text[start:index], character))
            start = name_start = index + 1
        index += 1
    if depth:  # an unclosed bracket must not swallow the rest of the cell
        return _split_flat(text)
    chunks.append((text[start:], ""))
    return chunks


def _split_flat(text: str) -> list[tuple[str, str]]:
    separators = PEER_SEPARATORS + TIER_SEPARATORS
    return re.findall(rf"([^{separators}]*)([{separators}]|\Z)", text)


def _name_holding_separator(text: str, index: int, known: list[str]) -> str:
    for name in known:
        if text.startswith(name, index) and _AFTER_NAME.match(text, index + len(name)):
            return name
    match = _LEVEL_LIST.match(text, index)
    if match and _AFTER_NAME.match(text, match.end()):
        return match.group()
    return ""


def _space_separates(text: str, start: int, index: int) -> bool:
    """A space or a stroke parts two names only where both look like names of bodies."""
    left = text[max(start, index - _LONGEST_CHUNK) : index].strip()
    right = re.split(
        rf"[{PEER_SEPARATORS}{TIER_SEPARATORS}\s/／]",
        text[index + 1 : index + _LONGEST_CHUNK].lstrip(),
    )[0]
    return looks_like_unit(left) and looks_like_unit(right)


def _strip(chunk: str) -> tuple[str, str, str]:
    name = chunk.strip()
    before = len(chunk) - len(chunk.lstrip())
    return chunk[:before], name, chunk[before + len(name) :]


def _read_chunk(chunk: str, tier: int, known: frozenset[str]) -> list[Mention | str]:
    """Read what stands between two separators: one name, or names joined by 和 / 及 / 等…及."""
    if chunk in known or len(chunk) > _LONGEST_CHUNK or _LEVEL_LIST.fullmatch(chunk):
        return [_mention(chunk, tier)]
    for match in _OPEN_END.finditer(chunk):
        name, after = chunk[: match.start()], chunk[match.end() :]
        if not name or inside_bracket(chunk, match.start()):
            continue
        for connector in _CONNECTORS.finditer(after):
            words, rest = after[: connector.start()], after[connector.end() :]
            if _STARTS_A_NAME.match(rest) and _OPEN_TAIL.fullmatch(words):
                head = _read_names(name, tier, known)
                _open_last(head, "等" + words)
                return [*head, connector.group(), *_read_chunk(rest, tier, known)]
        if _OPEN_TAIL.fullmatch(after):
            head = _read_names(name, tier, known)
            _open_last(head, "等" + after)
            return head
    return _read_names(chunk, tier, known)


def _read_names(chunk: str, tier: int, known: frozenset[str]) -> list[Mention | str]:
    """Part names joined by 和 or 及, unless the connector belongs to a name."""
    if chunk not in known:
        for match in _CONNECTORS.finditer(chunk):
            left, right = chunk[: match.start()], chunk[match.end() :]
            if not inside_bracket(chunk, match.start()) and _connects_two_units(left, right, known):
                return [
                    _mention(left, tier),
                    match.group(),
                    *_read_names(right, tier, known),
                ]
    return [_mention(chunk, tier)]


def _connects_two_units(left: str, right: str, known: frozenset[str]) -> bool:
    if left in known and right in known:
        return True
    if right.startswith("各") and len(left) > 2 and looks_like_unit(left):
        return True
    # 单位 alone is no unit: 区级有关部门和单位 is one phrase
    if _BELONGS_TO_LEFT.match(right) or not looks_like_unit(left) or not looks_like_unit(right):
        return False
    return left in known or len(left) > 2 or left.endswith("委")


def _without_brackets(name: str) -> str:
    return re.sub(_BRACKET, "", name)


def _mention(text: str, tier: int) -> Mention:
    match = re.fullmatch(rf"(?P<outside>.+?)(?P<bracket>{_BRACKET})", text)
    if (
        not match
        or not (inside := match["bracket"][1:-1].strip())
        or _LEVEL_LIST.fullmatch(text)
        or _LEVEL_WORDS.fullmatch(inside)
    ):
        return Mention(text, text, kind_of(text), tier)
    name = match["outside"]
    kind = kind_of(name)
    parts = tuple(part.strip() for part in inside.split("、") if part.strip())
    if len(parts) == 1 and _names_the_same_body(name, inside):
        return Mention(text, name, kind, tier, other_names=parts)
    is_one_body = looks_like_unit(name) and kind is not MentionKind.COLLECTIVE
    if not is_one_body and len(parts) > 1 and all(looks_like_unit(part) for part in parts):
        return Mention(text, name, MentionKind.COLLECTIVE, tier, members=parts)
    return Mention(text, name, kind, tier, sub_units=parts)


def _names_the_same_body(name: str, inside: str) -> bool:
    """省市场监管局（省知识产权局）: one body with two signs has the level and the rank twice.

    A part of a body has no level (区公安局（交巡警支队）) or another rank (区公安交巡警支队).
    """
    return (
        name != inside
        and name[0] == inside[0]
        and _LEVEL_MARK.match(name) is not None
        and name[-1] == inside[-1]
        and name[-1] in _RANKS
    )


def _open_last(pieces: list[Mention | str], words: str) -> None:
    last = pieces[-1]
    assert isinstance(last, Mention)  # a chunk always ends in a name
    pieces[-1] = replace(last, open_ended=True, open_words=words)


def _spread_open_end(tier: list[Mention | str]) -> None:
    """等 leaves open the whole list before it, not only its last name."""
    last_open = max(
        (i for i, p in enumerate(tier) if isinstance(p, Mention) and p.open_words), default=0
    )
    for index in range(last_open):
        piece = tier[index]
        if isinstance(piece, Mention):
            tier[index] = replace(piece, open_ended=True)


def _share_affixes(tier: list[Mention | str], known: frozenset[str]) -> list[Mention | str]:
    """Fill in beginnings and endings that the names of one tier share.

    Where a name could take either, the beginning wins: 各街道、工业园区、开发区管委会 speaks of
    every industrial park, and 工业园区管委会 would be one body that nobody named.
    """
    result = list(tier)
    places = [i for i, piece in enumerate(result) if isinstance(piece, Mention)]
    names = [piece for piece in result if isinstance(piece, Mention)]
    filled_in = _shared_endings(names, known) | _shared_beginnings(names, known)
    for index, name in filled_in.items():
        result[places[index]] = replace(names[index], name=name, kind=kind_of(name))
    return result


def _shared_endings(names: list[Mention], known: frozenset[str]) -> dict[int, str]:
    """区安委会、区消安委成员单位; 杭州市、宁波市人民政府; 建设、交通、水利等部门."""
    if (
        names
        and names[-1].open_words.endswith("部门")
        and not any(looks_like_unit(mention.name) or mention.name in known for mention in names)
    ):
        noun = "主管部门" if names[-1].open_words.endswith("等主管部门") else "部门"
        return {index: mention.name + noun for index, mention in enumerate(names)}
    found: dict[int, str] = {}
    for index, mention in enumerate(names):
        members = _MEMBERS_SUFFIX.match(mention.name)
        place = _PLACE_SUFFIX.match(mention.name)
        branch = _OPERATOR_SUFFIX.match(mention.name)
        for before in range(index - 1, -1, -1):
            name = names[before].name
            if members and _COMMITTEE.search(name):
                found[before] = name + members["suffix"]
            elif place and _BARE_PLACE.match(name):
                found[before] = name + place["suffix"]
            elif branch and _BARE_OPERATOR.fullmatch(name):
                found[before] = name + branch["suffix"]
            else:
                break
    for index, (mention, following) in enumerate(pairwise(names)):
        if _BARE_LEVEL.match(mention.name) and (rest := _AFTER_LEVEL.match(following.name)):
            found[index] = mention.name + rest["rest"]
    return found | _shared_departments(names, known)


def _shared_departments(names: list[Mention], known: frozenset[str]) -> dict[int, str]:
    """市人力资源社会保障、民政部门: all are departments, and of the level the first one states."""
    if len(names) < 2 or not _DEPARTMENT.fullmatch(names[-1].name):
        return {}
    others = names[:-1]
    if any(
        looks_like_unit(name) or name in known or _BARE_LEVEL.match(name)
        for name in (mention.name for mention in others)
    ):
        return {}
    level = names[0].name[0] if _LEVEL_MARK.match(names[0].name) else ""
    found = {index: f"{mention.name}部门" for index, mention in enumerate(others)}
    found[len(others)] = names[-1].name
    return {
        index: name if _LEVEL_MARK.match(name) else level + name for index, name in found.items()
    }


def _shared_beginnings(names: list[Mention], known: frozenset[str]) -> dict[int, str]:
    """各镇街、平台; 有关镇街、平台; 省科技厅、工业和信息化厅; 区教育局、财政局."""
    found: dict[int, str] = {}
    beginning = all_of = stated = ""
    for index, mention in enumerate(names):
        name = mention.name
        shared = _SHARED_BEGINNING.match(name)
        if all_of and _BARE_ROLE_BODY.match(name):
            found[index] = all_of + name
        elif shared:
            beginning = shared.group()
        elif beginning and _BARE_NOUN.fullmatch(name) and name not in known:
            found[index] = beginning + name
        else:
            beginning = ""
        role_body = _ROLE_BODY.match(name)
        all_of = role_body["all"] if role_body else ""
        if _LEVEL_MARK.match(name):
            stated = name
        elif stated and not shared and name not in known:
            elided = _elided(stated, name, known)
            if elided:
                found[index] = elided
    return found


def _elided(stated: str, name: str, known: frozenset[str]) -> str:
    """The name with the level that one before it states for both, "" where it has none."""
    level = stated[0]
    if stated[1:2] == "委" and _PARTY_ORGAN.fullmatch(name):
        return f"{level}委{name}"
    is_organ = _PROVINCE_ORGAN.search(name) if level == "省" else _LOCAL_ORGAN.match(name)
    return level + name if is_organ or level + name in known else ""
