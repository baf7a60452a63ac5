"""A re-import into a catalog that a person has edited."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_fixtures import import_parts

from matrices.catalogs.writer import write_catalog
from matrices.diagnostics import MatrixError
from matrices.importing.importer import Imported
from matrices.importing.updating import ChangeKind, id_of_catalog, merge_import, words_of

FIRST = """\
一、重点任务
1.推进甲事项。（责任单位：区教育局）
2.推进乙事项。（责任单位：区民政局）
"""


def _write(tmp_path: Path, imported: Imported) -> Path:
    path = tmp_path / "demo.yaml"
    path.write_text(write_catalog(imported.catalog), encoding="utf-8")
    return path


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))

    assert merge_import(path, import_parts(FIRST)) == (path.read_text(encoding="utf-8"), [])


@pytest.mark.slow
@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.lists(
        st.tuples(
            st.text(alphabet="推进甲乙丙事项 no012:#-\"'😀", min_size=1, max_size=12),
            st.sampled_from(("区教育局", "区民政局、区财政局等", "各镇街")),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_importing_any_notice_twice_changes_nothing(
    tmp_path: Path, items: list[tuple[str, str]]
) -> None:
    text = "一、重点任务\n" + "".join(f"1.推进{t}。（责任单位：{u}）\n" for t, u in items)
    path = _write(tmp_path, import_parts(text))

    assert merge_import(path, import_parts(text)) == (path.read_text(encoding="utf-8"), [])


def test_untouched_rows_follow_the_source(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))

    text, changes = merge_import(
        path, import_parts(FIRST.replace("区民政局", "区财政局，2025年底前完成"))
    )

    assert "responsible: 区财政局" in text
    assert "deadline: 2025年底" in text
    assert [(c.kind, c.task_id) for c in changes] == [(ChangeKind.UPDATED, "demo/1.2")]
    assert (changes[0].before, changes[0].after) == (
        "推进乙事项。 | responsible: 区民政局",
        "推进乙事项。 | 2025年底 | responsible: 区财政局",
    )


def test_an_untouched_row_may_lose_a_value(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST.replace("区民政局", "区民政局，持续推进")))

    text, changes = merge_import(path, import_parts(FIRST))

    assert "deadline" not in text
    assert [c.kind for c in changes] == [ChangeKind.UPDATED]


def test_what_a_person_changed_stays(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))
    _edit(path, "responsible: 区民政局", "responsible: 区退役军人局  # 机构改革")
    changed = import_parts(FIRST.replace("区民政局", "区财政局"))

    text, changes = merge_import(path, changed)
    path.write_text(text, encoding="utf-8")

    assert "responsible: 区退役军人局  # 机构改革" in text
    assert [(c.kind, c.task_id) for c in changes] == [(ChangeKind.KEPT, "demo/1.2")]
    assert merge_import(path, changed) == (text, [])  # shown once


def test_a_person_may_anticipate_the_source(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))
    _edit(path, "responsible: 区民政局", "responsible: 区财政局")
    changed = import_parts(FIRST.replace("区民政局", "区财政局"))

    text, changes = merge_import(path, changed)

    assert changes == []
    assert changed.catalog.tasks[1].imported in text


def test_comments_and_layout_stay(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))
    _edit(path, "sections:", "# 已核对\nsections:")
    _edit(path, "content: 推进甲事项。", "content: 推进甲事项。  # 原文如此")

    text, _ = merge_import(path, import_parts(FIRST.replace("区民政局", "区财政局")))

    assert "# 已核对\nsections:" in text
    assert "content: 推进甲事项。  # 原文如此" in text


def test_new_rows_and_sections_are_added(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))
    more = (
        "3.推进丙事项。（责任单位：区水利局）\n二、保障措施\n1.加强督导。（责任单位：区政府办公室）"
    )

    text, changes = merge_import(path, import_parts(FIRST + more))
    path.write_text(text, encoding="utf-8")

    assert [(c.kind, c.task_id) for c in changes] == [
        (ChangeKind.ADDED, "demo/1.3"),
        (ChangeKind.ADDED, "demo/2.1"),
    ]
    assert merge_import(path, import_parts(FIRST + more)) == (text, [])


def test_rows_gone_from_the_source_are_shown_and_stay(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))

    text, changes = merge_import(path, import_parts(FIRST.partition("2.")[0]))

    assert "推进乙事项" in text
    assert [(c.kind, c.task_id, c.after) for c in changes] == [(ChangeKind.GONE, "demo/1.2", "")]


def test_rows_that_a_person_added_are_left_alone(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))
    own = "      - number: 9\n        content: 自加任务\n"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")

    text, changes = merge_import(path, import_parts(FIRST))

    assert text.endswith(own)
    assert changes == []


def test_a_row_of_a_person_under_the_same_number_is_kept(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST.partition("2.")[0]))
    own = "      - number: 2\n        content: 自加任务\n"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")

    text, changes = merge_import(path, import_parts(FIRST))

    assert text.endswith(own)
    assert [(c.kind, c.before) for c in changes] == [(ChangeKind.KEPT, "自加任务")]


def test_rules_of_the_notice_that_changed_are_shown(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))
    ruled = FIRST.replace("区教育局", "区教育局、市科委、中关村管委会，列第一位的为牵头单位，下同")

    text, changes = merge_import(path, import_parts(ruled))

    assert "lead_rule: none" in text
    assert "- 市科委、中关村管委会" in text
    assert (ChangeKind.KEPT, "demo") in [(c.kind, c.task_id) for c in changes]


def test_another_notice_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path, import_parts(FIRST))

    with pytest.raises(MatrixError):
        merge_import(path, import_parts(FIRST, notice_id="other"))


def test_what_is_no_catalog_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "demo.yaml"
    path.write_text("甲: [", encoding="utf-8")

    with pytest.raises(MatrixError):
        merge_import(path, import_parts(FIRST))


def test_the_id_of_a_catalog(tmp_path: Path) -> None:
    assert id_of_catalog(_write(tmp_path, import_parts(FIRST))) == "demo"


def test_words_of_a_row_stand_on_one_line() -> None:
    task = import_parts(FIRST).catalog.tasks[0]

    assert words_of(task) == "推进甲事项。 | responsible: 区教育局"
