"""What a format writes it reads again, field by field, whatever stands in the fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.formats import bibtex, csl_json, csv_table, ris

from .exchange import bare, keyed, quick, records


@pytest.mark.parametrize("format", [bibtex, ris, csl_json, csv_table], ids=lambda format: format.NAME)
@given(st.lists(records, max_size=2).map(keyed))
@quick
def test_what_is_written_is_read_again(format, given):
    written = format.write(given)
    found = format.read(written)
    assert [bare(record) for record in found.records] == given
    assert found.problems == ()
    assert format.write(found.records) == written
