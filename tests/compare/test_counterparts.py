"""Which unit of one notice is which of another, and on what ground."""

from __future__ import annotations

import pytest

from matrices.catalogs.model import FormerName, Jurisdiction, Unit, UnitKind
from matrices.catalogs.registry import Registry
from matrices.catalogs.unit_key import UnitKey
from matrices.compare.counterparts import Counterparts, differing_names
from matrices.diagnostics import Place


def unit(place: str, name: str, duty: str = "", **more: object) -> Unit:
    return Unit(place, name, UnitKind.DEPARTMENT, duty=duty, source="invented", **more)  # type: ignore[arg-type]


REGISTRY = Registry(
    [
        Jurisdiction(
            "示例区",
            "样板市示例区",
            (
                unit("示例区", "区住房城乡建委", "住房城乡建设"),
                unit(
                    "示例区",
                    "区应急管理局",
                    formerly=(FormerName("区安监局", "2019-01-01", "invented"),),
                ),
            ),
            Place(""),
        ),
        Jurisdiction(
            "模范区", "样板市模范区", (unit("模范区", "区住建局", "住房城乡建设"),), Place("")
        ),
    ]
)


def pairs(a: list[tuple[str, str]], b: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    found = Counterparts(
        (REGISTRY, REGISTRY), ([UnitKey(*key) for key in a], [UnitKey(*key) for key in b])
    )
    return [(c.a.name, c.b.name, c.basis) for c in found.found]


@pytest.mark.parametrize(
    ("a", "b", "basis"),
    [
        (("示例区", "区水利局"), ("示例区", "区水利局"), "same"),
        (("示例区", "区安监局"), ("示例区", "区应急管理局"), "formerly"),
        (("示例区", "区水利局"), ("模范区", "区水利局"), "name"),
        (("样板市", "市水利局"), ("示例区", "区水利局"), "name"),
        (("示例区", "各乡镇（街道）"), ("模范区", "各镇街"), "name"),
        (("示例区", "区住房城乡建委"), ("模范区", "区住建局"), "duty"),
        (("示例区", "区教委"), ("模范区", "区教育局"), ""),
        (("示例区", "区卫生健康委"), ("模范区", "区卫生健康局"), "stem"),
        (("示例区", "区水利局"), ("模范区", "市水利局"), ""),
        (("示例区", "各乡镇（街道）"), ("模范区", "各街道"), ""),
        (("示例区", "区财政局"), ("模范区", "区审计局"), ""),
    ],
)
def test_pairs(a: tuple[str, str], b: tuple[str, str], basis: str) -> None:
    assert pairs([a], [b]) == ([(a[1], b[1], basis)] if basis else [])


def test_two_that_would_fit_are_none() -> None:
    a = [("示例区", "区城管局")]
    b = [("模范区", "区城管委"), ("模范区", "区城管办")]

    assert pairs(a, b) == []


def test_labels_mean_the_same_body_and_names_that_differ_are_told() -> None:
    keys = [UnitKey("示例区", n) for n in ("区住房城乡建委", "区水利局", "区文旅委")]
    others = [UnitKey("模范区", n) for n in ("区住建局", "区水利局", "区统计局")]
    found = Counterparts((REGISTRY, REGISTRY), (keys, others))

    assert [found.label_a(key) for key in keys[:2]] == [found.label_b(key) for key in others[:2]]
    assert found.label_b(others[2]) == "区统计局"
    assert [(c.a.name, c.b.name) for c in differing_names(found.found)] == [
        ("区住房城乡建委", "区住建局")
    ]
    assert len(found.found) == 2


def test_a_name_of_the_other_side_means_the_upper_body_or_somebody_else() -> None:
    city = [UnitKey("样板市", "市水利局")]
    district = [UnitKey("示例区", "区水利局"), UnitKey("示例区", "市水利局")]
    levels = Counterparts((REGISTRY, REGISTRY), (city, district))
    own, other = UnitKey("模范区", "区城管委"), UnitKey("示例区", "区城管委")
    others = Counterparts((REGISTRY, REGISTRY), ([own], [own, other]))

    assert {levels.label_b(unit) for unit in district} == {levels.label_a(city[0])}
    assert others.label_b(own) == others.label_a(own) != others.label_b(other)
