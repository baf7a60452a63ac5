"""The importer against the notices that the bundled catalogs transcribe by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrices.answers.assignments import interpret
from matrices.catalogs.workspace import Workspace, load_workspace
from matrices.importing.importer import ImportRequest, import_document
from matrices.readers.identify import read_document

SEEDS = Path(__file__).parent.parent.parent / "shared" / "notices" / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the source notices are not beside this checkout"
)


@pytest.fixture(scope="module")
def bundled() -> Workspace:
    return load_workspace()


@pytest.mark.parametrize("notice", ["wulong-2025", "jiangjin-2025"])
def test_an_import_gives_the_assignments_of_the_transcription(
    bundled: Workspace, notice: str
) -> None:
    by_hand = next(c for c in bundled.catalogs if c.notice.id == notice)
    document = read_document(SEEDS / f"{notice}.txt", name=f"{notice}.txt")
    imported = import_document(
        document, f"{notice}.txt", bundled.registry, ImportRequest(notice)
    ).catalog
    # the body is running text, and an import reads the tables where there are some
    annexes = [section for section in by_hand.sections if section.no != "0"]
    asked = interpret([by_hand], bundled.registry)
    read = interpret([imported], bundled.registry)

    assert [task.id for task in imported.tasks] == [t.id for s in annexes for t in s.tasks]
    assert imported.notice.lead_rule is by_hand.notice.lead_rule
    for task in imported.tasks:
        assert {(a.unit, a.role, a.basis) for a in read.assignments_of(task.id)} == {
            (a.unit, a.role, a.basis) for a in asked.assignments_of(task.id)
        }, task.id
