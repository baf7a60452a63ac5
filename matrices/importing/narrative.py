"""Finds tasks in running text: outline items, and the annotations that assign them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from matrices.documents import Paragraph
from matrices.importing.annotation import (
    FIRST_LISTED_RULE,
    Annotation,
    find_brackets,
    looks_like_annotation,
    parse_annotation,
)
from matrices.importing.draft import Draft, DraftDefault, DraftSection, DraftTask, doubt
from matrices.importing.figures import find_deadline, find_targets
from matrices.importing.outline import Marker, read_marker, split_flattened
from matrices.model import LeadRule, Role

_SENTENCE_END = "。；;！!"
_LONGEST_HEADING = 60
_LONGEST_TITLE = 40
_RUN_IN = re.compile(r"(?P<title>[^。；！？\n]{2,40})[。．:：]\s*(?P<rest>\S.*)", re.S)
_LABEL_LINE = re.compile(
    r"\s*[（(]?\s*(?:牵头|责任|配合|主办|协办|参与|主要责任|其他责任|主责|承办|协同|指导)[\u4e00-\u9fff（）()]{0,6}"
    r"(?:单位|部门|科室|处室)\s*[：:]"
)
_INLINE_LABEL = re.compile(
    r"(?<=[。；;])\s*(?=(?:牵头|责任|主要责任|主责)(?:责任)?(?:单位|部门)\s*[：:])"
)
_ATTACHMENTS = re.compile(r"\s*附(?:件|表|录)?\s*[：:\d一二三四五六七八九十]")
_CLOSING = re.compile(r"\s*[（(](?:此件|公开方式|联系人|本文有删减)")


@dataclass(slots=True)
class _Item:
    """An outline item that may become a task once its text has been seen."""

    marker: Marker | None
    heading: str
    place: str
    body: list[str] = field(default_factory=list)
    task: DraftTask | None = None


class NarrativeReader:
    """Reads paragraphs in order and collects sections of tasks."""

    def __init__(self, draft: Draft, path: str, known: frozenset[str]) -> None:
        self._draft = draft
        self._path = path
        self._known = known
        self._section: DraftSection | None = None
        self._headings: dict[int, str] = {}
        self._item: _Item | None = None
        self._started = False
        self._closed = False
        self._unassigned: list[tuple[DraftSection, DraftTask]] = []
        self.last_heading: tuple[str, int] = ("", 0)

    def read(self, paragraph: Paragraph) -> None:
        """Take the next paragraph."""
        text = paragraph.numbering + paragraph.text
        for part in split_flattened(text):
            for line in self._lines(part):
                self._read_line(line, paragraph.place.describe())

    def finish(self, *, keep_unassigned: bool) -> None:
        """Close the text; `keep_unassigned` keeps items that no annotation assigns.

        Without it they are kept only in sections where another item is assigned: there,
        their lack of a unit is a finding.
        """
        self._close_item()
        assigned = {id(s) for s in self._draft.sections if any(t.units for t in s.tasks)}
        for section, task in self._unassigned:
            if not keep_unassigned and id(section) not in assigned:
                section.tasks.remove(task)
                self._draft.left_out += 1
        self._draft.sections = [s for s in self._draft.sections if s.tasks]

    def break_off(self) -> None:
        """A table interrupts the text: what follows belongs to no open item."""
        self._close_item()

    @staticmethod
    def _lines(text: str) -> Iterator[str]:
        """Lines that start something of their own; other line breaks join."""
        current = ""
        for line in text.split("\n"):
            if current and (read_marker(line) or _LABEL_LINE.match(line)):
                yield current
                current = line
            else:
                current += line.strip() if current else line
        for part in _INLINE_LABEL.split(current):
            if part.strip():
                yield part.strip()

    def _read_line(self, text: str, place: str) -> None:
        if not text.strip():
            return
        if _ATTACHMENTS.match(text) and len(text) < 200 and not read_marker(text):
            self._close_item()
            self._closed = True
            self._headings.clear()
            self.last_heading = (_heading_text(text), 0)
            return
        marker = read_marker(text)
        if _LABEL_LINE.match(text) and marker is None:
            self._read_label_line(text, place)
            return
        if marker is not None and marker.level <= 2:
            self._open_section(marker, place)
            return
        if marker is not None and marker.level < 7:
            self._close_item()
            self._headings = {lv: t for lv, t in self._headings.items() if lv < marker.level}
            self._read_item(marker, marker.rest, place)
            return
        self._read_body(text, place)

    def _open_section(self, marker: Marker, place: str) -> None:
        self._close_item()
        self._closed = False
        self._started = True
        run_in = _RUN_IN.fullmatch(marker.rest)
        heading = (
            marker.rest
            if run_in is None or len(marker.rest) <= _LONGEST_HEADING
            else run_in["title"]
        )
        if len(heading) > _LONGEST_HEADING and run_in is None:
            heading = heading[:_LONGEST_HEADING]
        title = _heading_text(heading)
        self._headings = {}
        if marker.level == 1 or self._section is None or self._level_of_section >= marker.level:
            self._level_of_section = marker.level
        elif self._section.tasks or marker.level == 2:
            title = f"{self._part} {title}".strip() if self._part else title
        if marker.level == 1:
            self._part = title
        self._section = DraftSection(title or marker.label, marker.number, place)
        self.last_heading = (title, marker.number)
        self._draft.sections.append(self._section)
        if heading is not marker.rest:
            self._read_item(marker, marker.rest, place)
        elif self._annotations(marker.rest):
            self._read_item(marker, marker.rest, place)

    _level_of_section = 2
    _part = ""

    def _read_item(self, marker: Marker | None, text: str, place: str) -> None:
        if self._closed:
            return
        if self._section is None:
            if marker is None and not self._annotations(text):
                return
            self._section = DraftSection("", 0, place)
            self._draft.sections.append(self._section)
        if marker is not None and _is_heading(text) and not self._annotations(text):
            self._headings[marker.level] = f"{marker.label}{_heading_text(text)}"
            self._item = _Item(marker, _heading_text(text), place)
            return
        self._item = _Item(marker, "", place)
        self._make_tasks(text, place)

    def _read_body(self, text: str, place: str) -> None:
        """A paragraph without a number: a further task if annotated, else text of the item."""
        if self._annotations(text) and not self._closed:
            if self._item is not None and self._item.body and self._item.task is None:
                text = "\n".join([*self._item.body, text])
                self._item.body.clear()
            if self._section is None:
                self._read_item(None, text, place)
            else:
                self._make_tasks(text, place)
            return
        rule = FIRST_LISTED_RULE.search(text)
        if rule and not self._draft.rule_words:
            self._draft.rule_words = rule.group().strip("，,。；; ")
            self._draft.rule_from = None
        if len(text) <= _LONGEST_HEADING and not text.endswith(tuple(_SENTENCE_END)):
            self.last_heading = (_heading_text(text), 0)
        if self._item is None or self._closed or _CLOSING.match(text):
            return
        if self._item.task is None:
            self._item.body.append(text)
        elif not self._item.task.units:
            self._item.task.content = f"{self._item.task.content}\n{text}".strip()

    def _read_label_line(self, text: str, place: str) -> None:
        """牵头单位：… on a line of its own belongs to the item before it."""
        annotation = parse_annotation(text.strip().strip("（）()"), self._known)
        if annotation is None:
            self._doubt("I01", "unread-annotation", place, text)
            return
        if (
            self._item is not None
            and self._item.task is None
            and (self._item.heading or self._item.body)
        ):
            self._item.task = self._add_task(
                self._item.heading, "\n".join(self._item.body), self._item.place
            )
            self._item.body.clear()
            if self._item.marker is not None:
                self._headings.pop(self._item.marker.level, None)
                self._item.task.group = self._group()
        task = self._item.task if self._item is not None else None
        if task is None:
            if not self._take_standing_rules(annotation, None):
                self._doubt("I02", "annotation-without-task", place, text)
            return
        self._apply(annotation, task)

    def _annotations(self, text: str) -> list[tuple[int, int, Annotation]]:
        """Annotations at the end of a sentence or of the text, as (start, end, reading)."""
        found: list[tuple[int, int, Annotation]] = []
        for bracket in find_brackets(text):
            before = text[: bracket.start].rstrip()
            after = text[bracket.end :].strip()
            at_end = not after or after[0] in _SENTENCE_END + "，,）)"
            if not at_end and not before.endswith(tuple(_SENTENCE_END)):
                continue
            meant = looks_like_annotation(bracket.inside)
            if not meant and after.strip(_SENTENCE_END):
                continue
            annotation = parse_annotation(bracket.inside, self._known, bare_list=not meant)
            if annotation is not None and (meant or _is_bare_list(annotation)):
                found.append((bracket.start, bracket.end, annotation))
        return found

    def _make_tasks(self, text: str, place: str) -> None:
        """Cut a text at its annotations; each gives one task, the rest goes to the last."""
        annotations = self._annotations(text)
        self._report_unread(text, place, annotations)
        start = 0
        task: DraftTask | None = None
        for first, last, annotation in annotations:
            wording = text[start:first].strip(" \u3000\n，,。；;" if start else " \u3000\n")
            start = last
            if not wording and task is not None:
                self._apply(annotation, task)
                continue
            task = self._add_wording(wording, place)
            self._apply(annotation, task)
        rest = text[start:].strip(" \u3000\n" + _SENTENCE_END)
        if task is None:
            task = self._add_wording(text, place)
            self._keep_if_numbered(task)
        elif rest:
            task.content = (
                f"{task.content}{text[start:].strip()}" if len(rest) > 1 else task.content
            )
        if self._item is not None:
            self._item.task = task

    def _keep_if_numbered(self, task: DraftTask) -> None:
        assert self._section is not None  # tasks are only made inside a section
        self._unassigned.append((self._section, task))

    def _report_unread(
        self, text: str, place: str, annotations: list[tuple[int, int, Annotation]]
    ) -> None:
        read = {start for start, _, _ in annotations}
        for bracket in find_brackets(text):
            if (
                bracket.start not in read
                and looks_like_annotation(bracket.inside)
                and not text[bracket.end :].strip(" \u3000\n" + _SENTENCE_END)
            ):
                self._doubt("I01", "unread-annotation", place, text[bracket.start : bracket.end])

    def _add_wording(self, wording: str, place: str) -> DraftTask:
        run_in = _RUN_IN.fullmatch(wording)
        if run_in and len(run_in["title"]) <= _LONGEST_TITLE and "，" not in run_in["title"][-1:]:
            return self._add_task(run_in["title"].strip(), run_in["rest"].strip(), place)
        return self._add_task("", wording, place)

    def _add_task(self, title: str, content: str, place: str) -> DraftTask:
        assert self._section is not None  # tasks are only made inside a section
        task = DraftTask(
            title=title, content=content, group=self._group(), place=place, from_text=True
        )
        task.targets = find_targets(content)
        self._section.tasks.append(task)
        return task

    def _group(self) -> str:
        return " / ".join(self._headings[level] for level in sorted(self._headings))

    def _apply(self, annotation: Annotation, task: DraftTask) -> None:
        for role, units in annotation.units.items():
            if role is Role.RESPONSIBLE and Role.LEAD in task.units:
                role = Role.COOPERATE
            task.units[role] = f"{task.units[role]}，{units}" if role in task.units else units
        task.deadline = annotation.deadline or task.deadline or find_deadline(task.content)
        self._take_standing_rules(annotation, task)

    def _take_standing_rules(self, annotation: Annotation, task: DraftTask | None) -> bool:
        if annotation.first_listed:
            if annotation.holds_onward or task is None:
                self._draft.rule_words = annotation.first_listed
                self._draft.rule_from = task
            else:
                task.lead_rule = LeadRule.FIRST_LISTED
        if annotation.default is not None:
            default = annotation.default
            self._draft.defaults.append(
                DraftDefault(default.units, default.words, default.as_list, task)
            )
        return bool(annotation.first_listed or annotation.default)

    def _close_item(self) -> None:
        """An item that is only a heading with plain text under it is a task without units."""
        item, self._item = self._item, None
        if item is None or item.task is not None or not item.body or item.marker is None:
            return
        self._headings.pop(item.marker.level, None)
        task = self._add_task(item.heading, "\n".join(item.body), item.place)
        self._keep_if_numbered(task)

    def _doubt(self, code: str, name: str, place: str, text: str) -> None:
        problem = doubt(code, name, self._path, place, text)
        section = self._section
        (section.tasks[-1].doubts if section and section.tasks else self._draft.doubts).append(
            problem
        )


def _is_heading(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING
        and not text.rstrip().rstrip("。").count("。")
        and (not text.rstrip().endswith(("；", ";")) and len(text) < _LONGEST_HEADING)
    )


def _heading_text(text: str) -> str:
    return text.strip().rstrip("。：:；;")


def _is_bare_list(annotation: Annotation) -> bool:
    """A bracket with nothing but several names of units at the end of an item."""
    from matrices.notation import parse_cell

    units = next(iter(annotation.units.values()), "")
    return len(parse_cell(units).mentions) > 1
