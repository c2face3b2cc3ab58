import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.formats.decoding import Unreadable, decode


@pytest.mark.parametrize("data", [b"- [OSDI'20] x\n", b"\xef\xbb\xbf# x\r\n", "- 一\t二".encode(), b"a\x0a\xc2\x85b"])
def test_it_accepts_utf8_text(data):
    assert decode(data, 1000) == data.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x" * 1001, "too large: 1,001 bytes, and the limit is 1,000 bytes"),
        ("# x".encode("utf-16"), "save it as UTF-8"),
        ("# x".encode("utf-32"), "save it as UTF-8"),
        (b"a\n\x00b", "control character U+0000 at line 2"),
        (b"a\r\rb\x1b[0m", "U+001B at line 3"),
        ("a\x9bb".encode(), "U+009B at line 1"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"%PDF-1.7", "a PDF document"),
        (b"one\ntwo \xff\xfe\n", "not valid UTF-8 at line 2"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\t", "empty"),
    ],
)
def test_it_says_in_one_line_why_not(data, words):
    with pytest.raises(Unreadable) as caught:
        decode(data, 1000)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


@given(st.binary(max_size=200))
@settings(database=None)
def test_any_bytes_are_text_or_unreadable(data):
    try:
        text = decode(data, 150)
    except Unreadable as error:
        assert "\n" not in str(error)
    else:
        assert text.strip() and len(data) <= 150
