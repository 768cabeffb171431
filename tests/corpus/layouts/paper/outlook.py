"""Outlook .msg files: a compound file writer (MS-CFB) and the streams of a message (MS-OXMSG)."""
from __future__ import annotations

import struct
from dataclasses import dataclass, field

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
FILETIME = 134_000_000_000_000_000


@dataclass
class Entry:
    """A storage (children) or a stream (data)."""
    name: str
    data: bytes | None = None
    children: list["Entry"] = field(default_factory=list)
    index: int = 0
    left: int = NONE
    right: int = NONE
    child: int = NONE
    start: int = END
    size: int = 0


def balance(nodes: list[Entry]) -> int:
    """Link siblings as a balanced tree; returns the index of its root."""
    if not nodes:
        return NONE
    middle = len(nodes) // 2
    top = nodes[middle]
    top.left, top.right = balance(nodes[:middle]), balance(nodes[middle + 1:])
    return top.index


def compound(root: Entry) -> bytes:
    """A version 3 compound file."""
    entries: list[Entry] = []

    def number(entry: Entry) -> None:
        entry.index = len(entries)
        entries.append(entry)
        for kid in entry.children:
            number(kid)
    number(root)
    for entry in entries:
        entry.child = balance(sorted(entry.children, key=lambda e: (len(e.name), e.name.upper())))
    fat: list[int] = []
    sectors: list[bytes] = []
    mini_fat: list[int] = []
    mini = bytearray()

    def store(data: bytes) -> int:
        if not data:
            return END
        first = len(sectors)
        for at in range(0, len(data), SECTOR):
            sectors.append(data[at:at + SECTOR].ljust(SECTOR, b"\0"))
            fat.append(len(sectors))
        fat[-1] = END
        return first

    for entry in entries:
        if entry.data is None:
            continue
        entry.size = len(entry.data)
        if entry.size >= CUTOFF:
            entry.start = store(entry.data)
        elif entry.size:
            entry.start = len(mini_fat)
            for at in range(0, entry.size, MINI):
                mini.extend(entry.data[at:at + MINI].ljust(MINI, b"\0"))
                mini_fat.append(len(mini_fat) + 1)
            mini_fat[-1] = END
    root.size, root.start = len(mini), store(bytes(mini))
    mini_table = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_table += b"\xff" * (-len(mini_table) % SECTOR)
    mini_start, mini_count = store(mini_table), len(mini_table) // SECTOR
    directory = b"".join(directory_entry(e, e is root) for e in entries)
    while len(directory) % SECTOR:
        directory += struct.pack("<64sHBBIII16sIQQIII", b"", 0, 0, 0, NONE, NONE, NONE, b"", 0, 0, 0, 0, 0, 0)
    directory_start = store(directory)
    count = 1
    while count * (SECTOR // 4) < len(sectors) + count:
        count += 1
    first_fat = len(sectors)
    fat += [FAT_SECTOR] * count
    table = struct.pack(f"<{len(fat)}I", *fat)
    table += b"\xff" * (count * SECTOR - len(table))
    difat = list(range(first_fat, first_fat + count))
    assert count <= 109
    header = struct.pack("<8s16sHHHHH6sIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
                         0, count, directory_start, 0, CUTOFF, mini_start if mini_count else END, mini_count, END, 0)
    header += struct.pack("<109I", *(difat + [FREE] * (109 - count)))
    return header + b"".join(sectors) + table


def directory_entry(entry: Entry, root: bool) -> bytes:
    """The 128 bytes of an entry."""
    name = entry.name.encode("utf-16-le") + b"\0\0"
    kind = 5 if root else 1 if entry.data is None else 2
    start = entry.start if entry.data is not None or root else 0
    return struct.pack("<64sHBBIII16sIQQIII", name, len(name), kind, 1, entry.left, entry.right, entry.child,
                       bytes.fromhex("0b0d020000000000c000000000000046") if root else b"", 0, 0, 0, start, entry.size, 0)


class Properties:
    """Properties of a message, recipient or attachment: fixed ones inline, others as streams."""

    def __init__(self) -> None:
        self.rows: list[bytes] = []
        self.streams: list[Entry] = []

    def long(self, tag: int, value: int) -> "Properties":
        self.rows.append(struct.pack("<IIiI", tag << 16 | 0x0003, 6, value, 0))
        return self

    def flag(self, tag: int, value: bool) -> "Properties":
        self.rows.append(struct.pack("<IIII", tag << 16 | 0x000B, 6, int(value), 0))
        return self

    def time(self, tag: int, value: int) -> "Properties":
        self.rows.append(struct.pack("<IIQ", tag << 16 | 0x0040, 6, value))
        return self

    def text(self, tag: int, value: str) -> "Properties":
        data = value.encode("utf-16-le")
        self.rows.append(struct.pack("<IIII", tag << 16 | 0x001F, 6, len(data) + 2, 0))
        self.streams.append(Entry(f"__substg1.0_{tag:04X}001F", data))
        return self

    def binary(self, tag: int, data: bytes) -> "Properties":
        self.rows.append(struct.pack("<IIII", tag << 16 | 0x0102, 6, len(data), 0))
        self.streams.append(Entry(f"__substg1.0_{tag:04X}0102", data))
        return self

    def entries(self, header: bytes) -> list[Entry]:
        return [Entry("__properties_version1.0", header + b"".join(self.rows)), *self.streams]


def message(subject: str, sender: tuple[str, str], to: list[tuple[str, str]], body: str,
            files: list[tuple[str, str, str, bytes]] = (), headers: str = "", when: int = FILETIME) -> bytes:
    """A .msg; files are (short name, long name, MIME type, data)."""
    top = Properties()
    top.text(0x001A, "IPM.Note").text(0x0037, subject).text(0x0070, subject).text(0x003D, "")
    top.text(0x0C1A, sender[0]).text(0x0C1E, "SMTP").text(0x0C1F, sender[1]).text(0x5D01, sender[1])
    top.text(0x0042, sender[0]).text(0x0064, "SMTP").text(0x0065, sender[1])
    top.text(0x0E04, "; ".join(name for name, _ in to)).text(0x1000, body.replace("\n", "\r\n"))
    if headers:
        top.text(0x007D, headers)
    top.long(0x0E07, 1).long(0x340D, 0x00040E79).long(0x3FDE, 65001).flag(0x0E1B, bool(files))
    top.time(0x0039, when).time(0x0E06, when)
    kids = top.entries(struct.pack("<8xIIII8x", len(to), len(files), len(to), len(files)))
    kids.append(Entry("__nameid_version1.0", children=[Entry(f"__substg1.0_000{n}0102", b"") for n in (2, 3, 4)]))
    for n, (name, address) in enumerate(to):
        who = Properties().long(0x0C15, 1).long(0x3000, n).long(0x0FFE, 6).text(0x3001, name).text(0x3002, "SMTP")
        who.text(0x3003, address).text(0x39FE, address)
        kids.append(Entry(f"__recip_version1.0_#{n:08X}", children=who.entries(bytes(8))))
    for n, (short, name, mime, data) in enumerate(files):
        part = Properties().long(0x0E21, n).long(0x3705, 1).long(0x370B, -1).long(0x0FFE, 7).long(0x0E20, len(data))
        part.text(0x3001, name).text(0x3703, "." + name.rsplit(".", 1)[-1]).text(0x3704, short).text(0x3707, name)
        part.text(0x370E, mime).binary(0x3701, data)
        kids.append(Entry(f"__attach_version1.0_#{n:08X}", children=part.entries(bytes(8))))
    return compound(Entry("Root Entry", children=kids))
