from __future__ import annotations

import pytest

from matrices.readers.numbering import Level, ListDefinition, Numbering, format_number


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("decimal", "1 2 10 11 20 101"),
        ("decimalZero", "01 02 10 11 20 101"),
        ("decimalFullWidth", "１ ２ １０ １１ ２０ １０１"),
        ("chineseCounting", "一 二 十 十一 二十 一百零一"),
        ("chineseCountingThousand", "一 二 十 十一 二十 一百零一"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 壹佰零壹"),
        ("ideographDigital", "一 二 一〇 一一 二〇 一〇一"),
        ("lowerLetter", "a b j k t wwww"),
        ("upperLetter", "A B J K T WWWW"),
        ("lowerRoman", "i ii x xi xx ci"),
        ("upperRoman", "I II X XI XX CI"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ 101"),
        ("decimalEnclosedParen", "⑴ ⑵ ⑽ ⑾ ⒇ (101)"),
        ("decimalEnclosedFullstop", "⒈ ⒉ ⒑ ⒒ ⒛ 101."),
        ("ideographEnclosedCircle", "㊀ ㊁ ㊉ 十一 二十 一百零一"),
        ("ideographTraditional", "甲 乙 癸 11 20 101"),
        ("ideographZodiac", "子 丑 酉 戌 20 101"),
        ("none", "     "),
    ],
)
def test_the_formats_of_word(style: str, expected: str) -> None:
    assert " ".join(format_number(n, style) or "" for n in (1, 2, 10, 11, 20, 101)) == expected


def test_numbers_outside_a_format_stay_decimal() -> None:
    assert format_number(0, "chineseCounting") == "零"
    assert format_number(12_345, "chineseCounting") == "12345"
    assert format_number(1_020, "chineseCounting") == "一千零二十"
    assert format_number(0, "lowerLetter") == "0"
    assert format_number(0, "upperRoman") == "0"
    assert format_number(-1, "ideographDigital") is None
    assert format_number(1, "hebrew1") is None


CHAPTERS = {
    0: Level("chineseCounting", "%1、"),
    1: Level("chineseCounting", "（%2）"),
    2: Level("decimal", "%1.%2.%3", legal=True),
}


def test_levels_count_and_begin_again() -> None:
    numbering = Numbering({"1": ListDefinition("0", CHAPTERS)})

    numbers = [numbering.next_number("1", level) for level in (0, 1, 1, 2, 0, 1, 2)]

    assert numbers == ["一、", "（一）", "（二）", "1.2.1", "二、", "（一）", "2.1.1"]


def test_lists_of_one_abstract_list_count_on_and_an_override_begins_anew() -> None:
    level = {0: Level("decimal", "%1.")}
    numbering = Numbering(
        {
            "1": ListDefinition("0", level),
            "2": ListDefinition("0", level),
            "3": ListDefinition("0", level, {0: 7}),
        }
    )

    assert [numbering.next_number(n, 0) for n in "1123312"] == [
        "1.", "2.", "3.", "7.", "8.", "9.", "10.",
    ]  # fmt: skip


def test_a_level_may_count_through_or_begin_again_later() -> None:
    levels = {
        0: Level(text="%1."),
        1: Level(text="%2)", restart=0),
        2: Level(text="%3]", restart=1),
    }
    numbering = Numbering({"1": ListDefinition("0", levels)})

    numbers = [numbering.next_number("1", level) for level in (0, 1, 2, 1, 2, 0, 1, 2)]

    assert numbers == ["1.", "1)", "1]", "2)", "2]", "2.", "3)", "1]"]


def test_a_level_never_counted_prints_its_start() -> None:
    levels = {0: Level(text="%1.", start=3), 1: Level(text="%1.%2")}
    numbering = Numbering({"1": ListDefinition("0", levels)})

    assert [numbering.next_number("1", level) for level in (1, 0)] == ["3.1", "3."]


def test_bullets_and_unknown_lists_have_no_number() -> None:
    numbering = Numbering({"1": ListDefinition("0", {0: Level("bullet", "·")})})

    assert numbering.next_number("1", 0) == ""
    assert numbering.next_number("1", 5) == ""
    assert numbering.next_number("1", 99) == ""
    assert numbering.next_number("7", 0) == ""


def test_an_unknown_format_counts_in_decimals_and_is_remembered() -> None:
    numbering = Numbering({"1": ListDefinition("0", {0: Level("hebrew1", "%1.")})})

    assert numbering.next_number("1", 0) == "1."
    assert numbering.unknown_styles == {"hebrew1"}
