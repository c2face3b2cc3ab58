"""From uploaded bytes to text, or one clear line that says why not."""

import codecs
import re

_UTF16_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BINARY = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
}
# C0 apart from tab, line feed and carriage return; DEL; C1 apart from NEL, a line end to some old systems
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


class Unreadable(ValueError):
    """The bytes are not a text this application can read; the message is one line for the person who sent them."""


def decode(data: bytes, max_bytes: int) -> str:
    """The text of a UTF-8 file, without its byte order mark; line ends stay as they are. Raises Unreadable."""
    if len(data) > max_bytes:
        raise Unreadable(f"The file is too large: {len(data):,} bytes, and the limit is {max_bytes:,} bytes.")
    if data.startswith(_UTF16_32):
        raise Unreadable("The file is encoded as UTF-16 or UTF-32; save it as UTF-8 and try again.")
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            raise Unreadable(f"The file is not text: it looks like {what}.")
    text = _utf8(data)
    if control := _CONTROL.search(text):
        line = _line_at(text, control.start())
        raise Unreadable(
            f"The file is not plain text: control character U+{ord(control.group()):04X} at line {line}; "
            "remove it, or save the list as plain UTF-8 text."
        )
    if not text.strip("\ufeff \t\r\n\u3000\xa0\u200b\x85\u2028\u2029"):
        raise Unreadable("The file is empty: there is no text in it.")
    return text


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line_at(error.object[: error.start].decode("latin-1"), error.start)
        raise Unreadable(f"The file is not valid UTF-8 at line {line}; save it as UTF-8 and try again.") from None


def _line_at(text: str, position: int) -> int:
    return len(re.findall(r"\r\n?|\n", text[:position])) + 1
