"""Counts as people write them."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from papers.templatetags.counts import grouped


@pytest.mark.parametrize(
    "number, written", [(0, "0"), (999, "999"), (1000, "1,000"), (100_000, "100,000"), (1_234_567, "1,234,567")]
)
def test_thousands_are_parted(number, written):
    assert grouped(number) == written


@pytest.mark.parametrize(
    "taken, language, said",
    [
        (1, "en", ">Import 1 row<"),
        (10_000, "en", ">Import 10,000 rows<"),
        (1, "zh-hans", ">导入 1 行<"),
        (10_000, "zh-hans", ">导入 10,000 行<"),
    ],
)
def test_a_parted_number_still_chooses_its_plural(taken, language, said):
    with translation.override(language):
        assert said in render_to_string("papers/desk/_import_count.html", {"tally": {"taken": taken}})


def test_attributes_keep_plain_numbers():
    drawn = render_to_string("_progress.html", {"done": 1200, "total": 40_000})
    assert 'value="1200" max="40000"' in drawn
    assert "1,200 of 40,000 read" in drawn
