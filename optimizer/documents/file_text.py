"""The text of a file as people have it: any ends of lines, and another kind of file by its name.

Every door reads its files through ``text_of``, so that each names the true fault.
"""

from __future__ import annotations

import re
from typing import Literal

from optimizer.documents.errors import Problem, UnusableInput

Wanted = Literal["document", "roster", "calendar", "log"]

_SAVE_AS: dict[Wanted, str] = {
    "document": "save it as JSON in UTF-8",
    "roster": "save it as CSV in UTF-8 (File, Save as or Export, 'CSV UTF-8')",
    "calendar": "export it as iCalendar (.ics)",
    "log": "export the workouts as CSV, or write the log as text in UTF-8",
}
_FILE_INSIDE: dict[Wanted, str] = {
    "document": "the JSON file inside",
    "roster": "the CSV file inside",
    "calendar": "the .ics file inside",
    "log": "the log inside",
}
_LEGACY_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF", "a PDF"),
    (0, _LEGACY_OFFICE, "an old Excel or Word file (.xls, .doc)"),
    (0, b"{\\rtf", "a rich text file (RTF)"),
    (0, b"\x89PNG\r\n", "a picture (PNG)"),
    (0, b"\xff\xd8\xff", "a picture (JPEG)"),
    (0, b"GIF8", "a picture (GIF)"),
    (0, b"SQLite format 3\0", "a database (SQLite)"),
    (8, b".FIT", "a FIT file of a watch"),
)
_PACKED: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x1f\x8b", "packed with gzip"),
    (0, b"BZh", "packed with bzip2"),
    (0, b"\xfd7zXZ\0", "packed with xz"),
    (0, b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
)
_ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"xl/workbook", "an Excel workbook (.xlsx)"),
    (b"xl/worksheets/", "an Excel workbook (.xlsx)"),
    (b"word/document", "a Word document (.docx)"),
    (b"Index/Document.iwa", "a Numbers or Pages document"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file (.ods, .odt)"),
)
_BYTES_LOOKED_AT = 64_000
_WEB_PAGE = re.compile(r"\s*(?:<!doctype html|<html)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\b")
_LINE_END = re.compile(r"\r\r\n|\r\n?")


def text_of(data: bytes, wanted: Wanted = "document", where: str = "") -> str:
    """``data`` as text, each line ended by ``\\n`` alone, without a byte order mark.

    Rosters, calendars and logs may also be UTF-16 with its mark, as spreadsheets write it.  Raises
    ``UnusableInput`` naming ``where`` for another kind of file, and for text that is not UTF-8.
    """
    refuse_another_kind_of_file(data, wanted, where)
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if is_utf_16 and wanted != "document" else "utf-8-sig")
    except UnicodeDecodeError as error:
        if is_utf_16 and wanted == "document":
            raise _unusable(wanted, where, "is not UTF-8, but UTF-16; save it as UTF-8") from None
        if _is_no_text(data):
            raise _unusable(wanted, where, f"is no text, or damaged; {_SAVE_AS[wanted]}") from None
        raise _unusable(
            wanted, where, f"is not UTF-8 ({_place(data, error.start, wanted)}); save it as UTF-8"
        ) from None
    if _WEB_PAGE.match(text):
        raise _unusable(wanted, where, f"is a web page; {_SAVE_AS[wanted]}")
    if _XML.match(text):
        raise _unusable(wanted, where, f"is XML; {_SAVE_AS[wanted]}")
    return with_plain_line_ends(text)


def _is_no_text(data: bytes) -> bool:
    """Whether it has bytes that stand in no text, whatever its encoding."""
    return any(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in data[:_BYTES_LOOKED_AT])


def with_plain_line_ends(text: str) -> str:
    """``text`` with ``\\n`` for every end of a line: old Macs', Windows', and both at once."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def refuse_another_kind_of_file(data: bytes, wanted: Wanted = "document", where: str = "") -> None:
    """Raise ``UnusableInput`` for what is surely no text, saying what it is and a cure."""
    for at, signature, kind in _PACKED:
        if data[at : at + len(signature)] == signature:
            raise _unusable(wanted, where, f"is {kind}; unpack it and give {_FILE_INSIDE[wanted]}")
    if data.startswith(_ZIP):
        raise _unusable(wanted, where, _of_zip(data, wanted))
    for at, signature, kind in _SIGNATURES:
        if data[at : at + len(signature)] == signature:
            raise _unusable(wanted, where, f"is {kind}; {_SAVE_AS[wanted]}")


def _of_zip(data: bytes, wanted: Wanted) -> str:
    """What a zip archive really is: spreadsheets and text documents are archives too."""
    # The names of its members stand in it as they are, at the latest in the list at its end.
    seen = data[:_BYTES_LOOKED_AT] + data[-_BYTES_LOOKED_AT:]
    kind = next((kind for mark, kind in _ARCHIVES if mark in seen), None)
    if kind is None:
        return f"is a zip archive; unpack it and give {_FILE_INSIDE[wanted]}"
    return f"is {kind}; {_SAVE_AS[wanted]}"


def _place(data: bytes, at: int, wanted: Wanted) -> str:
    """Where a file stops to be UTF-8: the line in what people see as lines, else the byte."""
    if wanted != "roster":
        return f"byte {at}"
    before = data[:at]
    breaks = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
    return f"line {breaks + 1}"


def _unusable(wanted: Wanted, where: str, message: str) -> UnusableInput:
    return UnusableInput(Problem(where, "", message if where else f"the {wanted} {message}"))
