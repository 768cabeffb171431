"""winmail.dat: a writer of the Transport Neutral Encapsulation Format (MS-OXTNEF), as far as needed here."""
from __future__ import annotations

import struct

MESSAGE, ATTACHMENT = 1, 2
VERSION, CODEPAGE, MESSAGE_CLASS, SUBJECT = 0x00089006, 0x00069007, 0x00078008, 0x00018004
PROPS, RENDER, TITLE, DATA, ATTACH_PROPS, MODIFIED = (0x00069003, 0x00069002, 0x00018010, 0x0006800F, 0x00069005,
                                                      0x00038013)
LONG, STRING8, UNICODE, BINARY, BOOLEAN = 0x0003, 0x001E, 0x001F, 0x0102, 0x000B
DATE = struct.pack("<7H", 2025, 6, 2, 9, 0, 0, 1)


def attribute(level: int, ident: int, data: bytes) -> bytes:
    """One attribute with its checksum."""
    return struct.pack("<BII", level, ident, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def prop(tag: int, kind: int, value: bytes | int | str) -> bytes:
    """One MAPI property."""
    head = struct.pack("<HH", kind, tag)
    if kind == LONG:
        return head + struct.pack("<i", value)
    if kind == BOOLEAN:
        return head + struct.pack("<HH", value, 0)
    if kind == UNICODE:
        value = (value + "\0").encode("utf-16-le")
    elif kind == STRING8:
        value = (value + "\0").encode("cp1252")
    return head + struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)


def props(items: list[bytes]) -> bytes:
    """A counted list of properties."""
    return struct.pack("<I", len(items)) + b"".join(items)


def rtf_stored(text: str) -> bytes:
    """Plain text as RTF in the uncompressed container ('MELA')."""
    body = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").replace("\n", "\\par\r\n")
    rtf = ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}\r\n\\f0\\fs20 " + body + "\\par}").encode(
        "cp1252", "replace")
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def winmail(subject: str, files: list[tuple[str, str, bytes]], rtf: str = "") -> bytes:
    """A winmail.dat with files as (short 8.3 name, long name, data) and an optional RTF body."""
    message = [prop(0x001A, STRING8, "IPM.Note"), prop(0x0037, UNICODE, subject)]
    if rtf:
        message += [prop(0x0E1F, BOOLEAN, 1), prop(0x1009, BINARY, rtf_stored(rtf))]
    out = [struct.pack("<IH", 0x223E9F78, 0x0102),
           attribute(MESSAGE, VERSION, struct.pack("<I", 0x00010000)),
           attribute(MESSAGE, CODEPAGE, struct.pack("<II", 1252, 0)),
           attribute(MESSAGE, MESSAGE_CLASS, b"IPM.Microsoft Mail.Note\0"),
           attribute(MESSAGE, SUBJECT, subject.encode("cp1252", "replace") + b"\0"),
           attribute(MESSAGE, PROPS, props(message))]
    for i, (short, name, data) in enumerate(files):
        out += [attribute(ATTACHMENT, RENDER, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0)),
                attribute(ATTACHMENT, TITLE, short.encode("cp1252") + b"\0"),
                attribute(ATTACHMENT, MODIFIED, DATE),
                attribute(ATTACHMENT, DATA, data),
                attribute(ATTACHMENT, ATTACH_PROPS, props([
                    prop(0x0E21, LONG, i), prop(0x3703, UNICODE, "." + name.rsplit(".", 1)[-1]),
                    prop(0x3704, STRING8, short), prop(0x3705, LONG, 1), prop(0x3707, UNICODE, name),
                    prop(0x370B, LONG, -1)]))]
    return b"".join(out)
