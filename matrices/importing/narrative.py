"""Finds tasks in running text: outline items, and the annotations that assign them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from matrices.catalogs.model import LeadRule, Role
from matrices.importing.annotation import (
    Annotation,
    enclose_charges,
    enclose_labels,
    find_brackets,
    is_unit_list,
    looks_like_annotation,
    may_be_annotation,
    names_label,
    names_units_and_roles,
    parse_annotation,
    speaks_of_marks,
    standing_rules,
    starts_with_label,
)
from matrices.importing.charges import (
    NO_FIELD,
    Charged,
    charged_parts,
    duties_of_article,
    unread_charge,
)
from matrices.importing.draft import Draft, DraftDefault, DraftSection, DraftTask, doubt
from matrices.importing.duties import Duty, duty_of, may_be_duty, may_be_listed
from matrices.importing.figures import find_deadline, find_targets
from matrices.importing.outline import (
    POINT_LEVEL,
    SECTION_LEVEL,
    SENTENCE_LEVEL,
    Marker,
    read_marker,
    split_flattened,
)
from matrices.importing.unit_cells import without_gaps
from matrices.notation import MentionKind, looks_like_unit, parse_cell
from matrices.readers.document import Paragraph

_SENTENCE_END = "。；;！!"
_SPACES = " \u3000\n"
_LONGEST_HEADING = 60
_LONGEST_TITLE = 30
_LONGEST_NOTE = 120
_ANNOTATED_NOTICE = 5  # tasks with a bracket, label or column, which make it the notice's way
_NO_CHILD = 99  # deeper than every level: what follows an item is no sibling of it
_RUN_IN = re.compile(r"(?P<title>[^。；！？\n]{2,40})[。．:：]\s*(?P<rest>\S.*)", re.S)
# What a title does not begin with, and what announces a list instead of naming a task.
_NO_TITLE = re.compile(
    r"^(?:到?\d{4}年|截至|为|根据|按照|对于|在|一是|首先|其中|各)|以下|如下|包括|[，,、；]$|，.*，"
)
_LABEL_LINE = re.compile(
    r"\s*[（(]?\s*(?:牵头|责任|配合|主办|协办|参与|主要责任|其他责任|主责|承办|协同|指导)[\u4e00-\u9fff（）()]{0,6}"
    r"(?:单位|部门|科室|处室)\s*[：:]"
)
_ATTACHMENTS = re.compile(
    r"\s*附(?:件|表|录)?\s*[：:\d一二三四五六七八九十]|\s*附(?:件|表|录)?\s*$"
)
# what web pages print below a notice
_FOOTER = re.compile(r"版权(?:所有)?\s*[:：]|ICP备|公网安备|网站标识码")
_DUTIES = re.compile(r"\s*(?:主要|工作|具体)?(?:职责|任务|工作内容)\s*[：:]")
_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百\d]+条")
# 水利部门, as the head of its duties
_DEPARTMENT_HEADING = re.compile(rf"(?!{NO_FIELD})[\u4e00-\u9fff]{{2,8}}部门")
# below the name of a body: who belongs to it, no duty
_MEMBERS = re.compile(
    r"\s*(?:总指挥|副总指挥|指挥长|副?组长|副?主任|召集人|成员|组成)[^。；]{0,6}[：:]"
)
_CLOSING = re.compile(r"\s*[（(](?:此件|公开方式|联系人|本文有删减)")


@dataclass(slots=True)
class _Item:
    """An outline item that may become a task once its text has been seen.

    `heading` is its text without the full stop, `wording` as it stands; `assigns_below`
    holds the annotation of a heading, for the items below it.
    """

    marker: Marker | None
    heading: str
    place: str
    body: list[str] = field(default_factory=list)
    task: DraftTask | None = None
    wording: str = ""
    assigns_below: Annotation | None = None


class NarrativeReader:
    """Reads paragraphs in order and collects sections of tasks."""

    def __init__(
        self,
        draft: Draft,
        path: str,
        known: frozenset[str],
        *,
        lists_duties: bool = False,
        written: frozenset[str] = frozenset(),
    ) -> None:
        self._draft = draft
        self._path = path
        self._known = known
        self._lists_duties = lists_duties
        self._written = written
        self._section: DraftSection | None = None
        self._level_of_section = SECTION_LEVEL
        self._part = ""
        self._headings: dict[int, str] = {}
        self._assigned_above: dict[int, Annotation] = {}
        self._item: _Item | None = None
        self._points: list[DraftTask] = []  # sibling points that nothing assigns yet
        self._closed = False
        self._unassigned: list[tuple[DraftSection, DraftTask]] = []
        self._heirs: list[tuple[DraftTask, Annotation]] = []
        self._bodies: set[str] = set()  # headings that are names of bodies
        self._articles: set[int] = set()  # sections that go duty by duty; all else explains
        self._charged: set[int] = set()  # tasks that get their units from a sentence
        self._rule_waits = False  # the first-listed rule holds from the next task on
        self.last_heading: tuple[str, int] = ("", 0)

    def read(self, paragraph: Paragraph) -> None:
        """Take the next paragraph."""
        text = _brackets_without_gaps(paragraph.numbering + paragraph.text, self._written)
        for part in split_flattened(text):
            for line in self._lines(part):
                self._read_line(line, paragraph.place.describe())

    def finish(self, *, keep_unassigned: bool) -> None:
        """Close the text; `keep_unassigned` keeps items that no annotation assigns.

        Without it they are kept only in sections where another item is assigned: there,
        their lack of a unit is a finding.
        """
        self._close_item()
        lists_duties = len(self._bodies) > 1  # a text that goes body by body, duty by duty
        for task, annotation in self._heirs:
            if _MEMBERS.match(task.content):
                continue
            if lists_duties or annotation.text not in self._bodies:
                _inherit(task, annotation)
        self._doubt_asides()
        assigned = {id(s) for s in self._draft.sections if any(t.units for t in s.tasks)}
        left_out = {
            id(task)
            for section, task in self._unassigned
            if _MEMBERS.match(task.content)
            or (not keep_unassigned and id(section) not in assigned)
            or (id(section) in self._articles and not task.units)
        }
        for task in self._draft.tasks:
            if id(task) in left_out:
                self._draft.doubts += task.doubts  # a doubt outlives its task
        for section in self._draft.sections:  # all at once: there may be thousands
            section.tasks = [task for task in section.tasks if id(task) not in left_out]
        self._draft.left_out += len(left_out)
        self._draft.sections = [s for s in self._draft.sections if s.tasks]

    def _doubt_asides(self) -> None:
        """Where brackets and tables assign, a chapter of mere prose assigns only by a doubt.

        It explains how the work is organised; its sentences are told to a person.
        """
        annotated = sum(bool(t.units) and id(t) not in self._charged for t in self._draft.tasks)
        if annotated < _ANNOTATED_NOTICE or annotated < 2 * len(self._charged):
            return
        for section in self._draft.sections:
            assigned = [task for task in section.tasks if task.units]
            if not assigned or any(id(task) not in self._charged for task in assigned):
                continue
            for task in assigned:
                words = task.content or task.title
                self._draft.doubts.append(
                    doubt("I01", "unread-annotation", self._path, task.place, words)
                )
                task.units = {}
                self._unassigned.append((section, task))

    def break_off(self) -> None:
        """A table interrupts the text: what follows belongs to no open item."""
        self._close_item(_NO_CHILD)

    @staticmethod
    def _lines(text: str) -> Iterator[str]:
        """Lines that start something of their own; other line breaks join."""
        current = ""
        for line in text.split("\n"):
            if current and (read_marker(line) or _is_label_line(line)):
                yield _enclosed(current.strip())
                current = line
            else:
                current += line.strip() if current else line
        if current.strip():
            yield _enclosed(current.strip())

    def _read_line(self, text: str, place: str) -> None:
        marker = read_marker(text)
        if _FOOTER.search(text) and marker is None:
            return
        if _ATTACHMENTS.match(text) and len(text) < 200 and not marker:
            self._close_item()
            self._closed = True
            self._headings.clear()
            self.last_heading = (_heading_text(text), 0)
            return
        if marker is None and _is_label_line(text):
            self._read_label_line([_unwrapped(text.strip())], place)
            return
        if marker is None and (brackets := self._nothing_but_annotations(text)):
            self._read_label_line(brackets, place)
        elif self._read_duties(marker, text, place):
            return
        elif marker is not None and marker.level <= SECTION_LEVEL:
            self._open_section(marker, place)
        elif marker is not None and marker.level < SENTENCE_LEVEL:
            self._close_item(marker.level)
            self._forget_below(marker.level)
            self._read_item(marker, marker.rest, place)
        else:
            self._read_body(text, place)
        self._report_unread(text, place)

    def _read_duties(self, marker: Marker | None, text: str, place: str) -> bool:
        """Take a paragraph that names units first, then their duty; tell whether it is one."""
        words = marker.rest if marker else text
        if (marker is not None and marker.level <= SECTION_LEVEL) or self._annotations(words):
            return False
        parts: list[tuple[str, Duty | None]]
        if self._is_in_article(marker):
            parts = list(duties_of_article(words))
        else:
            parts = [(words, duty_of(words, listed=self._lists_duties))]
        if not any(duty for _, duty in parts):
            in_list = self._section is not None and id(self._section) in self._articles
            if (self._is_in_article(marker) and may_be_duty(words)) or (
                in_list and may_be_listed(words)
            ):
                self._doubt("I01", "unread-annotation", place, words)
            return False
        article = marker or (self._item.marker if self._item is not None else None)
        level = marker.level if marker else _NO_CHILD - 1
        self._close_item(level)
        if marker is not None:
            self._forget_below(level)
        if self._section is None or self._closed:
            self._section = DraftSection(self.last_heading[0], 0, place)
            self._draft.sections.append(self._section)
            self._closed = False
        self._item = _Item(article, "", place)
        self._articles.add(id(self._section))
        for wording, duty in parts:
            if duty is None:
                if may_be_duty(wording):
                    self._doubt("I01", "unread-annotation", place, wording)
                continue
            task = self._add_task("", duty.wording, place)
            if not duty.wording.startswith(duty.named):
                task.group = " / ".join(filter(None, (task.group, duty.named)))
            task.units = dict(duty.units)
            self._item.task = task
        return True

    def _is_in_article(self, marker: Marker | None) -> bool:
        """Tell whether a paragraph is an article of a regulation, or goes on with one."""
        if marker is None and self._item is not None:
            marker = self._item.marker
        return marker is not None and _ARTICLE.match(marker.label) is not None

    def _nothing_but_annotations(self, text: str) -> list[str]:
        """The insides of a paragraph that holds only brackets, [] where it is another."""
        brackets = list(find_brackets(text))
        rest = text
        for bracket in reversed(brackets):
            rest = rest[: bracket.start] + rest[bracket.end :]
        if rest.strip(_SPACES + _SENTENCE_END) or not brackets:
            return []
        meant = [looks_like_annotation(b.inside) or is_unit_list(b.inside) for b in brackets]
        return [bracket.inside for bracket in brackets] if all(meant) else []

    def _forget_below(self, level: int) -> None:
        self._headings = {lv: t for lv, t in self._headings.items() if lv < level}
        self._assigned_above = {lv: a for lv, a in self._assigned_above.items() if lv < level}

    def _open_section(self, marker: Marker, place: str) -> None:
        self._close_item(marker.level)
        self._closed = False
        wording, annotations = self._parted(marker.rest)
        run_in = _RUN_IN.fullmatch(wording)
        charges = not annotations and bool(charged_parts(marker.rest)[1])
        is_long = len(wording) > _LONGEST_HEADING or charges
        heading = run_in["title"] if is_long and run_in is not None else wording
        title = _heading_text(heading[:_LONGEST_HEADING])
        self._headings = {}
        self._assigned_above = {}
        if marker.level == 1 or self._section is None or self._level_of_section >= marker.level:
            self._level_of_section = marker.level
        elif self._section.tasks or marker.level == SECTION_LEVEL:
            title = f"{self._part} {title}".strip() if self._part else title
        if marker.level == 1:
            self._part = title
        self._section = DraftSection(title or marker.label, marker.number, place)
        self.last_heading = (title, marker.number)
        self._draft.sections.append(self._section)
        if annotations or charges or (is_long and run_in is not None):
            self._read_item(marker, marker.rest, place)
        else:
            self._item = _Item(None, "", place)
            self._note_bodies(title, marker.level)

    def _parted(self, text: str) -> tuple[str, list[tuple[int, int, Annotation]]]:
        """A text without the annotation at its end, and all its annotations."""
        annotations = self._annotations(text)
        if annotations and not text[annotations[-1][1] :].strip(_SPACES + _SENTENCE_END):
            return text[: annotations[-1][0]].strip(), annotations
        return text, annotations

    def _read_item(self, marker: Marker | None, text: str, place: str) -> None:
        wording, annotations = self._parted(text)
        lead_in, charged = ("", []) if marker is None or annotations else charged_parts(text)
        if self._closed and not annotations and not charged:
            return
        if self._section is None or self._closed:
            if marker is None and not annotations:
                return
            self._section = DraftSection(self.last_heading[0] if self._closed else "", 0, place)
            self._draft.sections.append(self._section)
            self._closed = False
        self._item = _Item(marker, "", place)
        if charged:
            self._charge(lead_in, charged, place)
            return
        if marker is not None and _is_heading(text) and not annotations:
            self._item.heading, self._item.wording = _heading_text(text), text
            self._headings[marker.level] = f"{marker.label}{_heading_text(text)}"
            self._note_bodies(self._item.heading, marker.level)
            return
        self._make_tasks(text, place)
        if marker is None or len(annotations) != 1 or not _is_heading(wording):
            return
        if annotations[0][2].units:
            self._item.heading = _heading_text(wording)
            self._item.assigns_below = annotations[0][2]

    def _charge(self, lead_in: str, charged: list[Charged], place: str) -> None:
        """Make a task of each piece of the open item; `lead_in` is the head of them all."""
        assert self._item is not None  # the pieces are an item's
        for piece in charged:
            if lead_in:
                task = self._add_task(_heading_text(lead_in), piece.wording, place)
            else:
                task = self._add_wording(piece.wording, place)
            task.units = dict(piece.units)
            self._charged.add(id(task))
            self._item.task = task
            self._take_standing_rules(standing_rules(piece.wording), task)
            if not piece.units:
                self._keep_if_numbered(task)
            for clause in piece.unread:
                self._doubt("I01", "unread-annotation", place, clause)

    def _note_bodies(self, heading: str, level: int) -> None:
        """A heading that is nothing but names of bodies: below it stand their duties."""
        if _names_bodies(heading):
            self._assigned_above[level] = Annotation(heading, {Role.RESPONSIBLE: heading})
            self._bodies.add(heading)

    def _read_body(self, text: str, place: str) -> None:
        """A paragraph without a number: a further task if annotated, else text of the item."""
        if self._annotations(text):
            item = self._item
            if item is not None and item.marker and item.body and item.task is None:
                text = "\n".join([*item.body, text])
                item.body.clear()
            if self._section is None or self._closed:
                self._read_item(None, text, place)
            else:
                self._make_tasks(text, place)
            return
        if self._take_sentence_rules(text):
            return
        if len(text) <= _LONGEST_HEADING and not text.endswith(tuple(_SENTENCE_END)):
            self.last_heading = (_heading_text(text), 0)
        if self._item is None or self._closed or _CLOSING.match(text):
            self._draft.plain_left_out += bool(self._draft.tasks)
            return
        if self._item.marker is None:
            self._item = _Item(None, "", place, [text])
        elif self._item.task is None:
            self._item.body.append(text)
        elif not self._item.task.units or _DUTIES.match(text):
            task = self._item.task
            if task.units and not task.title and len(task.content) <= _LONGEST_TITLE:
                task.title, task.content = _heading_text(task.content), ""
            self._item.task.content = f"{self._item.task.content}\n{text}".strip()
        else:
            self._draft.plain_left_out += 1

    def _take_sentence_rules(self, text: str) -> bool:
        """Rules in a paragraph of their own; tells whether it holds nothing else."""
        rules = standing_rules(text)
        if rules.first_listed and not self._draft.rule_words:
            self._draft.rule_words = rules.first_listed
            self._draft.rule_from = None
        if rules.default is not None:
            self._add_default(rules, self._draft.tasks[-1] if self._draft.tasks else None)
        found = bool(rules.first_listed or rules.default)
        return found and len(text) <= _LONGEST_NOTE

    def _read_label_line(self, insides: list[str], place: str) -> None:
        """牵头单位：… on a line of its own belongs to the item before it."""
        for inside in insides:
            annotation = parse_annotation(inside, self._known)
            if annotation is None:
                self._doubt("I01", "unread-annotation", place, inside)
                continue
            task = self._task_of_item()
            if task is None:
                self._take_standing_rules(annotation, None)
                if annotation.units:
                    self._doubt("I02", "annotation-without-task", place, inside)
                continue
            if annotation.persons:
                task.note = "\n".join(filter(None, (task.note, inside.strip("。 "))))
            targets = [task]
            if len(self._points) > 1 and task is self._points[-1]:
                targets = self._points  # the points of one item share the line below them
            for target in targets:
                self._apply(annotation, target)

    def _task_of_item(self) -> DraftTask | None:
        """The task of the open item, made of its heading and body if need be."""
        item = self._item
        if item is None or self._closed:
            return None
        if item.task is None and (item.heading or item.body):
            if item.marker is not None:
                self._headings.pop(item.marker.level, None)
            self._make_task_of(item)
        return item.task

    def _make_task_of(self, item: _Item) -> DraftTask:
        body = "\n".join(item.body)
        item.task = self._add_task(item.heading if body else "", body or item.wording, item.place)
        item.body.clear()
        self._note_point(item)
        return item.task

    def _note_point(self, item: _Item) -> None:
        """Remember sibling points （1） （2） that nothing assigns so far."""
        if item.task is None or item.marker is None or item.marker.level < POINT_LEVEL:
            return
        if item.marker.number == 1:
            self._points = []
        if item.marker.number == len(self._points) + 1:
            self._points.append(item.task)

    def _annotations(self, text: str) -> list[tuple[int, int, Annotation]]:
        """Annotations at the end of a sentence or of the text, as (start, end, reading).

        A label leaves no doubt wherever its bracket stands.
        """
        found: list[tuple[int, int, Annotation]] = []
        for bracket in find_brackets(text):
            before = text[: bracket.start].rstrip()
            after = text[bracket.end :].strip()
            at_end = not after or after[0] in _SENTENCE_END + "，,）)（("
            after_sentence = before.endswith(tuple(_SENTENCE_END))
            between = before.endswith(("，", ",")) and looks_like_annotation(bracket.inside)
            if not (at_end or after_sentence or between or starts_with_label(bracket.inside)):
                continue
            meant = looks_like_annotation(bracket.inside)
            if not meant and after.strip(_SENTENCE_END):
                continue
            meant = meant or may_be_annotation(bracket.inside)
            annotation = parse_annotation(bracket.inside, self._known)
            if annotation is not None and (
                meant or _is_bare_list(annotation, alone=after_sentence)
            ):
                found.append((bracket.start, bracket.end, annotation))
        return found

    def _make_tasks(self, text: str, place: str) -> None:
        """Cut a text at its annotations; each gives one task, the rest goes to the last."""
        annotations = self._annotations(text)
        start = 0
        task: DraftTask | None = None
        leading: Annotation | None = None  # stands before what it assigns
        for first, last, annotation in annotations:
            wording = text[start:first].strip(_SPACES + "，,。；;" if start else _SPACES)
            if wording and not annotation.units and not annotation.first_listed:
                continue  # a mere deadline is part of the wording
            start = last
            if wording:
                task = self._add_wording(wording, place)
                self._apply(leading or annotation, task)
                leading = annotation if leading else None
            elif task is not None:
                self._apply(annotation, task)
            elif text[last:].strip(_SPACES + _SENTENCE_END):
                leading = annotation
            else:
                self._take_standing_rules(annotation, None)
        rest = text[start:].strip(_SPACES + _SENTENCE_END)
        if leading and rest:
            task = self._add_wording(text[start:].strip(_SPACES + "，,"), place)
            self._apply(leading, task)
        elif task is None and rest:
            task = self._add_wording(text, place)
            self._keep_if_numbered(task)
        elif task is not None and len(rest) > 1:
            self._go_on(task, text[start:].strip())
        if self._item is not None:
            self._item.task = task
            if task is not None and not task.units:
                self._note_point(self._item)

    @staticmethod
    def _go_on(task: DraftTask, rest: str) -> None:
        """Add what stands behind an annotation; before it there may be but a title."""
        is_apart = rest[0] in "。；;" or task.content.endswith(("。", "：", ":"))
        if not task.title and is_apart and _is_title(_heading_text(task.content)):
            task.title, task.content = _heading_text(task.content), rest.lstrip("。；;，, ")
        else:
            task.content = f"{task.content}{rest}"
        task.deadline = task.deadline or find_deadline(rest)
        task.targets = find_targets(task.content, task.title)

    def _keep_if_numbered(self, task: DraftTask) -> None:
        assert self._section is not None  # tasks are only made inside a section
        self._unassigned.append((self._section, task))

    def _report_unread(self, text: str, place: str) -> None:
        """Brackets and sentences that speak of units and roles, but are not read."""
        annotations = self._annotations(text)
        read = {start for start, _, _ in annotations}
        charged = self._item is not None and id(self._item.task) in self._charged
        told = self._section is None or self._closed or annotations or charged
        if not told and (clause := unread_charge(text)):
            self._doubt("I01", "unread-annotation", place, clause)
        for bracket in find_brackets(text):
            after = text[bracket.end :].strip(_SPACES)
            ends = not after or after[0] in _SENTENCE_END
            if bracket.start in read:
                continue
            meant = _is_meant(bracket.inside) or names_units_and_roles(bracket.inside)
            reading = parse_annotation(bracket.inside, self._known)
            missed = reading is not None and bool(reading.units) and not ends
            if ((starts_with_label(bracket.inside) or (ends and meant)) and reading is None) or (
                missed and looks_like_annotation(bracket.inside)
            ):
                self._doubt("I01", "unread-annotation", place, text[bracket.start : bracket.end])
        if speaks_of_marks(text) and not any(
            speaks_of_marks(b.inside) for b in find_brackets(text)
        ):
            self._doubt("I01", "unread-annotation", place, text)

    def _add_wording(self, wording: str, place: str) -> DraftTask:
        run_in = _RUN_IN.fullmatch(wording)
        if run_in and _is_title(run_in["title"]):
            return self._add_task(run_in["title"].strip(), run_in["rest"].strip(), place)
        return self._add_task("", wording, place)

    def _add_task(self, title: str, content: str, place: str) -> DraftTask:
        assert self._section is not None  # tasks are only made inside a section
        task = DraftTask(
            title=title,
            content=content,
            group=self._group(),
            no=self._number_of_item(),
            place=place,
            from_text=True,
        )
        task.targets = find_targets(content, title)
        task.deadline = find_deadline(content)
        self._section.tasks.append(task)
        if self._rule_waits:
            self._draft.rule_from, self._rule_waits = task, False
        if self._assigned_above:
            innermost = self._assigned_above[max(self._assigned_above)]
            self._heirs.append((task, innermost))
        return task

    def _number_of_item(self) -> str:
        marker = self._item.marker if self._item is not None else None
        return str(marker.number) if marker is not None and marker.number else ""

    def _group(self) -> str:
        return " / ".join(self._headings[level] for level in sorted(self._headings))

    def _apply(self, annotation: Annotation, task: DraftTask) -> None:
        if len(self._points) < 2 or task is not self._points[-1]:
            self._points = []
        for role, units in annotation.units.items():
            if role is Role.RESPONSIBLE and Role.LEAD in task.units:
                role = Role.COOPERATE
            task.units[role] = f"{task.units[role]}，{units}" if role in task.units else units
        task.deadline = annotation.deadline or task.deadline
        self._take_standing_rules(annotation, task)

    def _take_standing_rules(self, annotation: Annotation, task: DraftTask | None) -> None:
        if annotation.first_listed:
            if annotation.holds_onward or task is None:
                self._draft.rule_words = annotation.first_listed
                self._draft.rule_from = task
            else:
                task.lead_rule = LeadRule.FIRST_LISTED
        if annotation.default is not None:
            self._add_default(annotation, task)

    def _add_default(self, annotation: Annotation, after: DraftTask | None) -> None:
        default = annotation.default
        assert default is not None  # asked only when there is one
        self._draft.defaults.append(
            DraftDefault(default.units, default.words, default.as_list, after, default.role)
        )

    def _close_item(self, next_level: int = 0) -> None:
        """Close the open item; `next_level` is the level of the number that follows.

        An item without a task is a task nobody is assigned to, unless items below it follow:
        then it is their heading, and what it assigns holds for them.
        """
        item, self._item = self._item, None
        if item is None or item.marker is None:
            return
        level = item.marker.level
        has_items = next_level > level
        if item.assigns_below is not None and item.task is not None and has_items:
            if next_level == _NO_CHILD:
                return
            assert self._section is not None  # the item has a task
            if level > SECTION_LEVEL:
                self._headings[level] = f"{item.marker.label}{item.heading}"
            self._assigned_above[level] = item.assigns_below
            self._remove(self._section, item.task)
        elif item.task is None and (
            (item.body and not (has_items and item.heading and _announces(item.body[-1])))
            or (item.heading and (not has_items or _introduces_no_table(item, next_level)))
        ):
            self._headings.pop(level, None)
            self._keep_if_numbered(self._make_task_of(item))

    def _remove(self, section: DraftSection, task: DraftTask) -> None:
        """Take a task out again; what was to hold from it on holds from the next one."""
        tasks = self._draft.tasks
        place = next(n for n, other in enumerate(tasks) if other is task)
        section.tasks = [other for other in section.tasks if other is not task]
        self._draft.doubts += task.doubts
        if self._draft.rule_from is task:
            self._draft.rule_from = tasks[place + 1] if place + 1 < len(tasks) else None
            self._rule_waits = self._draft.rule_from is None
        for default in self._draft.defaults:
            if default.after is task:
                default.after = tasks[place - 1] if place else None

    def _doubt(self, code: str, name: str, place: str, text: str) -> None:
        problem = doubt(code, name, self._path, place, text)
        section = self._section
        (section.tasks[-1].doubts if section and section.tasks else self._draft.doubts).append(
            problem
        )


def _brackets_without_gaps(text: str, written: frozenset[str]) -> str:
    """A text whose brackets hold no names torn apart by spaces."""
    for bracket in reversed(list(find_brackets(text))):
        if " " in bracket.inside or "\u3000" in bracket.inside:
            inside = without_gaps(bracket.inside, written)
            start = bracket.start + 1
            text = f"{text[:start]}{inside}{text[start + len(bracket.inside) :]}"
    return text


def _enclosed(text: str) -> str:
    if _charges_of_item(text):
        return text
    enclosed = enclose_labels(text)
    return enclose_charges(enclosed) if read_marker(enclosed) is not None else enclosed


def _charges_of_item(text: str) -> list[Charged]:
    """Who is charged in the sentences of a numbered item that has no annotation or label."""
    marker = read_marker(text)
    if marker is None or marker.level >= SENTENCE_LEVEL or names_label(marker.rest):
        return []
    if any(_is_meant(b.inside) or is_unit_list(b.inside) for b in find_brackets(marker.rest)):
        return []
    return charged_parts(marker.rest)[1]


def _introduces_no_table(item: _Item, next_level: int) -> bool:
    """A whole sentence in front of a table is a task, not the heading of the table."""
    return next_level == _NO_CHILD and item.wording.endswith(tuple(_SENTENCE_END))


def _announces(text: str) -> bool:
    """Tell whether a paragraph only leads to the list below it: 设立下列工作组：."""
    return text.rstrip().endswith(("：", ":"))


def _is_label_line(text: str) -> bool:
    if _is_run_on(text):
        return False
    return _LABEL_LINE.match(text) is not None or (
        starts_with_label(text) and len(text) <= _LONGEST_NOTE
    )


def _unwrapped(text: str) -> str:
    """A label line without a bracket around all of it, or the half of one broken over lines."""
    first = next(find_brackets(text), None)
    if first is not None and first.start == 0:
        return first.inside
    opened, closed = sum(map(text.count, "（(")), sum(map(text.count, "）)"))
    if closed > opened:
        text = text.rstrip(_SPACES + _SENTENCE_END).removesuffix("）").removesuffix(")")
    return text.lstrip("（(")


def _is_run_on(text: str) -> bool:
    """A bracket with more text behind it: 【责任单位：区民政局】新建养老中心."""
    first = next(find_brackets(text), None)
    if first is None or first.start > 0:
        return False
    return bool(text[first.end :].strip(_SPACES + _SENTENCE_END))


def _is_meant(inside: str) -> bool:
    return looks_like_annotation(inside) or may_be_annotation(inside)


def _names_bodies(heading: str) -> bool:
    if _DEPARTMENT_HEADING.fullmatch(heading):
        return True
    mentions = parse_cell(heading).mentions
    return (
        bool(mentions)
        and all(
            (mention.kind is MentionKind.AGENCY and mention.name[:1] in "省市区县州国")
            or (mention.kind is MentionKind.COLLECTIVE and mention.name.startswith("各"))
            for mention in mentions
            if looks_like_unit(mention.name)
        )
        and all(looks_like_unit(mention.name) for mention in mentions)
    )


def _inherit(task: DraftTask, above: Annotation) -> None:
    """What a heading assigns, a task below it has: all where it has none, else the lead."""
    if not task.units:
        task.units = dict(above.units)
        task.deadline = task.deadline or above.deadline
    elif Role.LEAD in above.units and Role.LEAD not in task.units:
        responsible = task.units.pop(Role.RESPONSIBLE, "")
        if responsible:
            task.units[Role.COOPERATE] = "，".join(
                filter(None, (responsible, task.units.get(Role.COOPERATE)))
            )
        task.units[Role.LEAD] = above.units[Role.LEAD]


def _is_title(words: str) -> bool:
    """Tell the head in front of an item's text from a first sentence like any other."""
    words = words.strip()
    return len(words) <= _LONGEST_TITLE and not _NO_TITLE.search(words) and not find_targets(words)


def _is_heading(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING
        and not text.rstrip().rstrip("。").count("。")
        and (not text.rstrip().endswith(("；", ";")) and len(text) < _LONGEST_HEADING)
    )


def _heading_text(text: str) -> str:
    return text.strip().rstrip("。：:；;")


def _is_bare_list(annotation: Annotation, *, alone: bool) -> bool:
    """A bracket with nothing but units at the end of an item; one unit only behind a sentence."""
    units = next(iter(annotation.units.values()), "")
    return len(parse_cell(units).mentions) > (0 if alone else 1)
