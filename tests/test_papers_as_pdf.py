from __future__ import annotations

from pathlib import Path

import pytest
from asking import workload
from conftest import stopped_by
from made_catalogs import bundled

from matrices.checklists.bundles import checklist_workbook
from matrices.checklists.lists import build_checklists, checklist_table
from matrices.diagnostics import MatrixError
from matrices.output.answer_tables import workload_table
from matrices.output.charts import workload_chart
from matrices.output.docx import render_docx
from matrices.output.matrix import build_matrix, matrix_table
from matrices.output.pdf import convert_to_pdf, libreoffice
from matrices.output.xlsx import render_xlsx

needs_libreoffice = pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("name", ["docx", "workbook", "matrix", "workload"])
def test_libreoffice_opens_what_we_write(name: str) -> None:
    responsibilities = bundled("wulong-2025")
    checklists = build_checklists(responsibilities)[:3]
    match name:
        case "docx":
            data = render_docx(checklist_table(checklists[0], responsibilities))
        case "workbook":
            data = checklist_workbook(checklists, responsibilities)
        case "matrix":
            matrix = build_matrix(responsibilities)
            data = render_xlsx(matrix_table(matrix, responsibilities, letters=True))
        case _:
            table = workload_table(workload(responsibilities))
            data = render_xlsx(table, workload_chart())

    pdf = convert_to_pdf(data, ".docx" if name == "docx" else ".xlsx")

    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 10_000


def test_without_libreoffice_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)

    with stopped_by("no-libreoffice"):
        convert_to_pdf(b"")


def test_a_program_that_does_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho broken >&2\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda name: str(program))

    with pytest.raises(MatrixError) as caught:
        convert_to_pdf(b"")

    assert caught.value.values == {"reason": "broken"}


def test_a_program_that_cannot_be_started_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: str(tmp_path / "gone"))

    with stopped_by("pdf-failed"):
        convert_to_pdf(b"")
