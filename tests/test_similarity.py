"""Likeness of texts: right with and without the index."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matrices.answers.similarity import Texts, plain

TEXTS = st.lists(st.text("排查整治消防隐患燃气管道12，", max_size=14), max_size=12)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from([0.5, 0.75, 0.9]))
def test_the_index_finds_what_comparing_all_finds(texts: list[str], least: float) -> None:
    compared = Texts(texts)
    found = {(one, two) for one, two, _ in compared.similar_pairs(least)}

    for one in range(len(texts)):
        for two in range(one + 1, len(texts)):
            score = compared.likeness(one, two)
            assert 0 <= score <= 1 + 1e-9
            if score > least + 1e-9:
                assert (one, two) in found
            if score < least - 1e-9:
                assert (one, two) not in found


def test_plain_makes_alike_what_reads_alike() -> None:
    assert plain("更新 管道３．４公里！") == plain("更新管道12.5公里")


def test_a_text_without_words_is_like_nothing() -> None:
    assert Texts(["", "，。"]).likeness(0, 1) == 0
