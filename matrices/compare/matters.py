"""Duties given twice: two tasks on one matter, within a notice or a jurisdiction.

The matter of a task is in its title: rare words that two titles share weigh most, those of a
title that the other's text holds less, and how alike the texts are comes on top. What says
nothing about a matter is left out before anything is compared: clauses that more than two tasks
share (承接市上应用贯通), names of units, words of form (排查整治); words that several titles
have count less with each of them. What stands under one heading was put side by side on
purpose, and counts less.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matrices.answers.assignments import Responsibilities
from matrices.answers.similarity import pairs_of, plain
from matrices.catalogs.links import NOT_SAME, SAME_AS, Link
from matrices.catalogs.model import Role, Task
from matrices.catalogs.terms import Term, Terms
from matrices.compare.last_year import years_of
from matrices.compare.matching import Piece, clauses, found_in_each_other, pair_weights
from matrices.compare.notices import end_of, text_of
from matrices.compare.records import (
    DIFFERENT_LEAD,
    POSSIBLE,
    SAME_TASK,
    SURE,
    Matter,
    Matters,
)
from matrices.compare.shared_words import shared_words

_BOILERPLATE = 2
_SURE, _POSSIBLE = 0.17, 0.1
_SAME_HEADING = 0.6
_TEXT_COUNTS, _TITLE_COUNTS = 0.4, 1.0
# a word of one title in the other's text against one in both titles
_IN_TEXT = 0.35
# so many titles with a pair of characters make it a word of form, one in so many at least
_FORMAL, _FORMAL_SHARE = 4, 0.04
# what stands in more titles than these tells less of a matter
_TELLING = 2
# a title counts for so many more pairs that stand nowhere else, so that one is not everything
_MORE_PAIRS = 2.0
# how an office speaks of any matter at all
_WORDS_OF_FORM = """
推进 推动 加强 强化 做好 开展 落实 完善 建立 健全 提升 提高 优化 深化 加快 加大 持续 全面 深入
积极 支持 鼓励 引导 促进 规范 严格 有关 相关 各级 各类 情况 进展 方面 重点 及时 切实 不断 逐步
通过 按照 根据 结合 以及 统筹 协调 配合 牵头 探索 创新 发挥 打造 构建 形成 实现 保障 组织 实施
建设 制定 编制 出台 印发 修订 启动 工作 管理 机制 制度 体系 服务 能力 水平 项目 发展 措施 政策
信息 任务 领域 单位 部门 企业 机构 队伍 人员 负责 责任 职责 主体 作用 要求 方案 计划 规划 行动
标准 活动 平台 系统 应用 在线 贯通 承接 覆盖 全覆盖 试点 示范 监管 监督 检查 执法 排查 整治
治理 隐患 风险 防控 预警 监测 安全 生产 应急 演练 培训 宣传 清单 台账 指标 下降 压减 事故 起数
人数 死亡 定期 每年 年度 全年 区级 市级 乡镇 街道 社区
全链条 数据库 主要负责人 管理人员 标准化 基础设施 问题
"""
_LONGEST_TITLE = 40
_SHORTEST_NAME = 3
_SENTENCE_ENDS = re.compile("[。；;]")
_DOCUMENT = re.compile(r"^《.*》$|(?:办法|方案|规定|意见|细则|机制|清单|指南|规划|预案|标准|规范)$")


class _Entry(NamedTuple):
    task: Task
    piece: Piece
    title: str
    leads: frozenset[str]
    jurisdiction: str
    years: tuple[str, str]


def same_matters(
    responsibilities: Responsibilities,
    links: Sequence[Link] = (),
    kinds: Sequence[str] = (),
    terms: Sequence[Term] = (),
    *,
    every: bool = False,
) -> Matters:
    """Pairs of tasks on one matter in a jurisdiction and at one time, strongest first.

    `kinds` are of `records.MATTERS`, different leads where none is named; the same task twice
    has the same lead, or is a document and the measure that carries it out. `every` also gives
    the possible ones. What `links` settle, that two tasks are one or have nothing to do with
    each other, is not told again; `terms` are read as one word each.
    """
    wanted = tuple(kinds) or (DIFFERENT_LEAD,)
    words = Terms(terms)
    entries = _entries(responsibilities, words)
    settled = {link.ends for link in links if link.kind in (SAME_AS, NOT_SAME)}
    texts = {entry.task.id: words.unified(text_of(entry.task)) for entry in entries}
    weight = pair_weights(Counter(pairs_of(text)) for text in texts.values())

    def rarity(pair: str) -> float:
        return weight.get(pair, 0.0)

    found: list[Matter] = []
    by_place: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        by_place[entry.jurisdiction].append(place)
    compared = 0
    for own in by_place.values():
        here = [entries[place] for place in own]
        times = Counter(entry.years for entry in here)
        compared += (
            sum(
                count * (times[other] - (1 if one == other else 0))
                for one, count in times.items()
                for other in times
                if _at_one_time(one, other)
            )
            // 2
        )
        for i, j, score in _scored(here):
            one, other = here[i], here[j]
            ends = frozenset((one.task.id, other.task.id))
            if score >= _POSSIBLE and ends not in settled and _at_one_time(one.years, other.years):
                found.append(
                    Matter(
                        end_of(responsibilities, one.task),
                        end_of(responsibilities, other.task),
                        _kind(one, other),
                        SURE if score >= _SURE else POSSIBLE,
                        round(min(1.0, score), 3),
                        shared_words(texts[one.task.id], texts[other.task.id], rarity),
                    )
                )
    asked = [matter for matter in found if matter.kind in wanted]
    rows = [matter for matter in asked if every or matter.tier == SURE]
    rows.sort(key=lambda matter: (-matter.score, matter.a.id, matter.b.id))
    return Matters(
        tuple(rows), len(entries), compared, len(found) - len(asked), len(asked) - len(rows)
    )


def _entries(responsibilities: Responsibilities, words: Terms) -> list[_Entry]:
    """The tasks in which somebody leads, without the clauses that many tasks share."""
    tasks = [
        (task, leads)
        for task in responsibilities.tasks.values()
        if (
            leads := frozenset(
                a.unit.name for a in responsibilities.by_task[task.id] if a.role is Role.LEAD
            )
        )
    ]
    names = {
        name
        for unit in responsibilities.by_unit
        for name in (unit.name, unit.name.removeprefix("各"))
        if len(name) >= _SHORTEST_NAME
    }
    named = re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))) or "$^")

    def unnamed(text: str) -> str:
        return named.sub("，", words.unified(text))

    bare = [
        Piece(
            words.unified(task.title),
            (),
            unnamed(task.content),
            tuple(map(words.unified, task.targets)),
            frozenset(),
        )
        for task, _ in tasks
    ]
    seen = Counter(clause for piece in bare for clause in {plain(c) for c in clauses(piece)})
    headings = {task.group for task, _ in tasks}
    years = {
        catalog.notice.id: years_of(catalog.notice.period) for catalog in responsibilities.catalogs
    }
    return [
        _Entry(
            task,
            _without_boilerplate(piece, seen),
            unnamed(_title(task, headings)),
            leads,
            responsibilities.jurisdiction_of[task.id],
            years[task.notice_id],
        )
        for (task, leads), piece in zip(tasks, bare, strict=True)
    ]


def _at_one_time(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two notices hold in one year: last year's task is no duty given twice."""
    if not (one[0] and other[0]):
        return True
    return one[0] <= other[1] and other[0] <= one[1]


def _without_boilerplate(piece: Piece, seen: Counter[str]) -> Piece:
    kept = [clause for clause in clauses(piece) if seen[plain(clause)] <= _BOILERPLATE]
    return Piece("", (), "。".join(kept), (), frozenset())


def _title(task: Task, headings: set[str]) -> str:
    """What names the matter: the title unless it heads other tasks too, else the first sentence."""
    if task.title and task.title not in headings:
        return task.title
    return _SENTENCE_ENDS.split(task.content)[0][:_LONGEST_TITLE] or task.title


def _scored(entries: Sequence[_Entry]) -> Iterator[tuple[int, int, float]]:
    """Every two tasks that have anything in common, by their places, with their score."""
    texts = [Counter(pairs_of(entry.piece.content)) for entry in entries]
    titles = [frozenset(pairs_of(entry.title)) for entry in entries]
    words = [title | text.keys() for title, text in zip(titles, texts, strict=True)]
    weight = pair_weights(Counter(own) for own in words)
    in_titles = Counter(pair for title in titles for pair in title)
    formal = max(_FORMAL, _FORMAL_SHARE * len(entries))
    seen = Counter(pair for own in words for pair in own)
    of_form = frozenset(pair for word in _WORDS_OF_FORM.split() for pair in pairs_of(word))
    weight = {
        p: 0.0
        if in_titles[p] > formal or p in of_form
        else value * (_TELLING / max(_TELLING, in_titles[p])) ** 2
        for p, value in weight.items()
    }
    more = _MORE_PAIRS * max(weight.values(), default=0.0)
    # what no other task has cannot be shared; it counts for half of what is missing
    size = [sum(weight[p] / (2 if seen[p] == 1 else 1) for p in title) for title in titles]
    alike: dict[tuple[int, int], float] = {
        (i, j): math.sqrt(value * max(found_i, found_j))
        for i, j, value, found_i, found_j in found_in_each_other(
            [e.piece for e in entries], of_form
        )
    }
    for i, one in enumerate(entries):
        for j in range(i + 1, len(entries)):
            both = titles[i] & titles[j]
            once = ((titles[i] & words[j]) | (titles[j] & words[i])) - both
            shared = sum(weight[p] for p in both) + _IN_TEXT * sum(weight[p] for p in once)
            text = alike.get((i, j), 0.0)
            if shared or text:
                title = shared / (math.sqrt(size[i] * size[j]) + more)
                under_one = _SAME_HEADING if _under_one_heading(one.task, entries[j].task) else 1
                yield i, j, under_one * (_TEXT_COUNTS * text + _TITLE_COUNTS * title)


def _under_one_heading(one: Task, other: Task) -> bool:
    """Tell whether two tasks are parts of one; the first of them may hold the heading as title."""
    headings = {one.group or one.title, other.group or other.title}
    return len(headings) == 1 and bool(one.group or other.group)


def _kind(one: _Entry, other: _Entry) -> str:
    if one.leads == other.leads or _is_document(one.task) != _is_document(other.task):
        return SAME_TASK
    return DIFFERENT_LEAD


def _is_document(task: Task) -> bool:
    """Tell whether a task is a paper to be written, not a thing to be done."""
    return bool(_DOCUMENT.search(task.title.strip()))
