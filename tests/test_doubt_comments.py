"""Doubts of an import are found again in the catalog, in whichever language they were written."""

from __future__ import annotations

import pytest
from import_fixtures import import_parts

from matrices.catalogs.doubt_comments import doubts_left
from matrices.catalogs.writer import write_catalog
from matrices.wording import problem_line, say, use_language

NOTICE = """一、重点任务
1.建设水库。（责任单位：区水利局、区发展改革）
2.建设学校。（责任单位：区教委）
"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_doubt_is_found_until_its_comment_is_deleted(language: str) -> None:
    use_language(language)
    imported = import_parts(NOTICE)
    comments = {
        key: [say("import.comment", doubt=problem_line(problem)) for problem in problems]
        for key, problems in imported.doubts_by_task.items()
    }
    text = write_catalog(imported.catalog, comments)

    (left,) = doubts_left(text)

    assert (left.code, "区发展改革" in left.words) == ("I07", True)
    assert text.split("\n")[left.line - 1].lstrip().startswith("#")
    assert not list(doubts_left(write_catalog(imported.catalog)))


def test_other_comments_are_no_doubts() -> None:
    assert not list(doubts_left("# I07 was settled\n# a doubt: none\ntitle: 'doubt: I07'\n"))
