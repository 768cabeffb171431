"""winmail.dat and .msg, made for the tests by writers of our own. Every name in them is invented.

STANDARDS: MS-OXTNEF 2.1 (TNEF), MS-CFB 2 (compound files, version 3), MS-OXMSG 2, MS-OXRTFCP 2.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SHORT, LONG, BOOLEAN, OBJECT, STRING8, UNICODE, BINARY = 0x02, 0x03, 0x0B, 0x0D, 0x1E, 0x1F, 0x102
INSIDE = bytes.fromhex("0703020000000000c000000000000046")
PLACEHOLDER = b"This attachment is a MAPI 1.0 embedded message and is not supported."
NOTE = "IPM.Note"
Tree = Mapping[str, "bytes | Tree"]


# ---------------------------------------------------------------- TNEF
def attribute(level: int, name: int, value: bytes, told: int | None = None, by: int = 0) -> bytes:
    """One attribute; `told` is the length that it claims, `by` how far its checksum is off."""
    length = len(value) if told is None else told
    head = struct.pack("<BHHI", level, name, 6, length)
    return head + value + struct.pack("<H", sum(value) + by & 0xFFFF)


@dataclass(frozen=True)
class Prop:
    """A property: its number, its type, and its value as a number, words or bytes."""

    tag: int
    kind: int
    value: int | str | bytes

    @property
    def raw(self) -> bytes:
        """The value as bytes, without length or padding."""
        if isinstance(self.value, int):
            return struct.pack("<I", self.value & 0xFFFFFFFF)
        if isinstance(self.value, bytes):
            return self.value
        if self.kind == UNICODE:
            return self.value.encode("utf-16-le") + b"\0\0"
        return self.value.encode("cp1252") + b"\0"


def prop_list(props: Sequence[Prop], counted: int | None = None) -> bytes:
    """A property list as TNEF has it; `counted` is how many it claims."""
    out = struct.pack("<I", len(props) if counted is None else counted)
    for one in props:
        out += struct.pack("<HH", one.kind, one.tag)
        if not isinstance(one.value, int):
            out += struct.pack("<II", 1, len(one.raw))
        out += one.raw + bytes(-len(one.raw) % 4)
    return out


@dataclass(frozen=True)
class File:
    """An attachment: its name and bytes, or what else it is."""

    name: str
    data: bytes = b""
    method: int = 1
    inside: bytes | Tree | None = None
    more: tuple[Prop, ...] = ()
    short: str | None = None


def tnef(
    *files: File,
    props: Sequence[Prop] = (),
    called: str | None = "IPM.Microsoft Mail.Note",
    in_props: bool = False,
    tail: bytes = b"",
) -> bytes:
    """A winmail.dat; `in_props`: the bytes of files stand among their properties."""
    out = struct.pack("<IH", 0x223E9F78, 7)
    out += attribute(1, 0x9006, struct.pack("<I", 0x10000))
    out += attribute(1, 0x9007, struct.pack("<II", 1252, 0))
    if called is not None:
        out += attribute(1, 0x8008, called.encode() + b"\0")
    if props:
        out += attribute(1, 0x9003, prop_list(props))
    return out + b"".join(tnef_file(one, in_props=in_props) for one in files) + tail


def tnef_file(one: File, *, in_props: bool = False) -> bytes:
    """The attributes of one attachment."""
    kind = 2 if one.method == 6 else 1
    out = attribute(2, 0x9002, struct.pack("<HIHHI", kind, 0xFFFFFFFF, 32, 32, 0))
    if one.name:
        out += attribute(2, 0x8010, (one.short or one.name).encode("cp1252") + b"\0")
    props = [Prop(0x3705, LONG, one.method), *one.more]
    if one.name:
        props.append(Prop(0x3707, UNICODE, one.name))
    if isinstance(one.inside, bytes):
        out += attribute(2, 0x800F, PLACEHOLDER)
        props.append(Prop(0x3701, OBJECT, INSIDE + one.inside))
    elif in_props:
        props.append(Prop(0x3701, BINARY, one.data))
    elif one.method in (0, 1):
        out += attribute(2, 0x800F, one.data)
    return out + attribute(2, 0x9005, prop_list(props))


# ---------------------------------------------------------------- .msg
def msg(
    *files: File, props: Sequence[Prop] = (), called: str | None = NOTE, counted: int | None = None
) -> bytes:
    """A .msg file."""
    return compound(message_tree(*files, props=props, called=called, counted=counted, head=32))


def message_tree(
    *files: File,
    props: Sequence[Prop] = (),
    called: str | None = NOTE,
    counted: int | None = None,
    head: int = 24,
) -> Tree:
    """The storages of a message: of one inside another, unless `head` is 32."""
    told = len(files) if counted is None else counted
    begin = struct.pack("<8xIIII", 0, told, 0, told) + bytes(head - 24)
    own = [] if called is None else [Prop(0x1A, UNICODE, called)]
    tree = dict(storage((*own, *props), begin))
    for number, one in enumerate(files):
        tree[f"__attach_version1.0_#{number:08X}"] = file_tree(one)
    return tree


def file_tree(one: File) -> Tree:
    """The storage of an attachment."""
    props = [Prop(0x3705, LONG, one.method), *one.more]
    if one.name:
        props.append(Prop(0x3707, UNICODE, one.name))
    if one.short:
        props.append(Prop(0x3704, UNICODE, one.short))
    if one.method in (0, 1):
        props.append(Prop(0x3701, BINARY, one.data))
    tree = dict(storage(props, bytes(8)))
    if isinstance(one.inside, Mapping):
        tree["__substg1.0_3701000D"] = one.inside
    return tree


def storage(props: Sequence[Prop], head: bytes, told: Mapping[int, int] | None = None) -> Tree:
    """The property stream and the streams of its values; `told` are lengths that it claims."""
    entries, tree = head, dict[str, bytes | Tree]()
    for one in props:
        if isinstance(one.value, int):
            value = struct.pack("<Q", one.value & 0xFFFFFFFF)
        else:
            value = struct.pack("<II", (told or {}).get(one.tag, len(one.raw)), 0)
            text = one.kind in (UNICODE, STRING8)
            stream = one.raw[: -2 if one.kind == UNICODE else -1] if text else one.raw
            tree[f"__substg1.0_{one.tag:04X}{one.kind:04X}"] = stream
        entries += struct.pack("<HHI", one.kind, one.tag, 6) + value
    return {"__properties_version1.0": entries, **tree}


# ---------------------------------------------------------------- compound files
FREE, END, FATSECT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SECTOR, MINI, CUTOFF = 512, 64, 4096


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = NONE
    left: int = NONE
    right: int = NONE
    start: int = 0
    size: int = 0

    @property
    def raw(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), self.kind, 1)
        links = struct.pack("<III", self.left, self.right, self.child)
        return head + links + bytes(36) + struct.pack("<III", self.start, self.size, 0)


def compound(tree: Tree) -> bytes:
    """A compound file of version 3 with these streams and storages."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, tree)
    fat: list[int] = []
    body = bytearray()
    minifat, mini = list[int](), bytearray()
    for one in entries:
        if one.kind != 2:
            continue
        one.size = len(one.data)
        if not one.data:
            one.start = END
        elif one.size < CUTOFF:
            one.start = _chain(minifat, mini, one.data, MINI)
        else:
            one.start = _chain(fat, body, one.data, SECTOR)
    entries[0].size = len(mini)
    entries[0].start = _chain(fat, body, bytes(mini), SECTOR) if mini else END
    first_minifat, minifats = END, 0
    if minifat:
        table = struct.pack(f"<{len(minifat)}I", *minifat)
        minifats = -(-len(table) // SECTOR)
        first_minifat = _chain(fat, body, table.ljust(minifats * SECTOR, b"\xff"), SECTOR)
    while len(entries) % 4:
        entries.append(_Entry("", 0))
    first_directory = _chain(fat, body, b"".join(one.raw for one in entries), SECTOR)
    tables = 0
    while tables * 128 < len(fat) + tables:
        tables += 1
    assert tables <= 109, "larger than these tests need"
    places = [len(fat) + n for n in range(tables)]
    fat += [FATSECT] * tables
    fat += [FREE] * (-len(fat) % 128)
    body += struct.pack(f"<{len(fat)}I", *fat)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, first_directory, 0,
                        CUTOFF, first_minifat, minifats, END, 0)  # fmt: skip
    head += struct.pack("<109I", *places, *[FREE] * (109 - tables))
    return head + bytes(body)


def _chain(table: list[int], body: bytearray, data: bytes, size: int) -> int:
    """Put data behind what is there, in sectors of `size`; the number of the first."""
    first = len(table)
    count = -(-len(data) // size)
    table += [*range(first + 1, first + count), END]
    body += data.ljust(count * size, b"\0")
    return first


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    """Entries for what is in a storage, linked as a balanced tree in the order of MS-CFB 2.6.4."""
    names = sorted(tree, key=lambda name: (len(name), name.upper()))
    numbers = []
    for name in names:
        inside = tree[name]
        numbers.append(len(entries))
        if isinstance(inside, bytes):
            entries.append(_Entry(name, 2, inside))
        else:
            entries.append(_Entry(name, 1))
            _add(entries, numbers[-1], inside)
    entries[parent].child = _link(entries, numbers)


def _link(entries: list[_Entry], numbers: list[int]) -> int:
    if not numbers:
        return NONE
    middle = len(numbers) // 2
    entries[numbers[middle]].left = _link(entries, numbers[:middle])
    entries[numbers[middle]].right = _link(entries, numbers[middle + 1 :])
    return numbers[middle]


# ---------------------------------------------------------------- rich text
BEFORE = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n" rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)  # fmt: skip


def packed(rtf: bytes, *, end: bool = True) -> bytes:
    """Compressed rich text, with what stood within the last 4,096 bytes as references."""
    out = bytearray(BEFORE)
    tokens: list[bytes] = []
    at = 0
    while at < len(rtf):
        found, length = -1, 0
        for size in range(min(17, len(rtf) - at), 1, -1):
            found = out.rfind(rtf[at : at + size], max(len(out) - 4095, 0))
            if found >= 0:
                length = size
                break
        if length:
            tokens.append(struct.pack(">H", (found % 4096) << 4 | length - 2))
        else:
            length = 1
            tokens.append(rtf[at : at + 1])
        out += rtf[at : at + length]
        at += length
    if end:
        tokens.append(struct.pack(">H", (len(out) % 4096) << 4))
    body = b""
    for start in range(0, len(tokens), 8):
        run = tokens[start : start + 8]
        control = sum(1 << bit for bit, token in enumerate(run) if len(token) == 2)
        body += bytes([control]) + b"".join(run)
    return framed(body, len(rtf))


def framed(body: bytes, size: int, kind: bytes = b"LZFu") -> bytes:
    """The head of compressed rich text before a body of tokens."""
    checksum = zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF if kind == b"LZFu" else 0
    return struct.pack("<II4sI", len(body) + 12, size, kind, checksum) + body
