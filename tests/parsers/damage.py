"""Ways in which a file arrives damaged: on its way, on a disk, by a program that lost its thread."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from tests.parsers.makers import W, zipped

_W = f"{{{W}}}"
MAIN = "word/document.xml"


class Variant(NamedTuple):
    """A damaged file, and what was done to it."""

    done: str
    data: bytes


# ---------------------------------------------------------------- bytes of any file
def bytes_damaged(data: bytes, luck: random.Random, times: int) -> Iterator[Variant]:
    """Cut, with a bit turned, with a piece lost, doubled, blank or twice; as text made anew."""
    size = len(data)
    for n in range(times):
        cut = size * (n + 1) // (times + 1)
        yield Variant(f"cut at {cut}", data[:cut])
        at, length = luck.randrange(size), luck.choice((1, 2, 7, 40, 300, 2000))
        yield Variant(f"{length} lost at {at}", data[:at] + data[at + length :])
        yield Variant(f"{length} doubled at {at}", data[: at + length] + data[at:])
        block = at // 512 * 512
        blank = bytes(min(512, size - block))
        yield Variant(f"block {block} blank", data[:block] + blank + data[block + 512 :])
        for _ in range(4):
            at, bit = luck.randrange(size), luck.randrange(8)
            turned = bytes([data[at] ^ (1 << bit)])
            yield Variant(f"bit {bit} of {at} turned", data[:at] + turned + data[at + 1 :])
    for last in (1, 2, 6, 20, 100, 1000):
        yield Variant(f"last {last} lost", data[:-last])
    yield Variant("line ends made short", data.replace(b"\r\n", b"\n"))
    yield Variant("line ends made long", re.sub(rb"(?<!\r)\n", b"\r\n", data))
    yield Variant("eighth bits lost", bytes(byte & 127 for byte in data))


# ---------------------------------------------------------------- the XML of a docx
def docx_damaged(data: bytes, luck: random.Random, times: int) -> Iterator[Variant]:
    """A sound zip whose XML lost, doubled or exchanged what it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {info.filename: package.read(info) for info in package.infolist()}
        etree.fromstring(members[MAIN])
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError):
        return
    for done, xml in (*_each(members[MAIN]), *_some(members[MAIN], luck, times)):
        yield Variant(done, zipped({**members, MAIN: xml}))
    main = members[MAIN]
    for _ in range(times // 4):
        at = luck.randrange(len(main))
        yield Variant(f"XML cut at {at}", zipped({**members, MAIN: main[:at]}))
        at, length = luck.randrange(len(main)), luck.choice((1, 4, 30, 400))
        lost = main[:at] + main[at + length :]
        yield Variant(f"{length} of XML lost at {at}", zipped({**members, MAIN: lost}))
    for name in members:
        rest = {other: content for other, content in members.items() if other != name}
        yield Variant(f"without {name}", zipped(rest))


_TELLING = ("sdt", "sdtPr", "sdtContent", "showingPlcHdr", "dataBinding", "fldChar", "ffData", "instrText", "ins", "del",
            "checkBox", "ddList", "gridSpan", "vMerge", "rStyle", "lock", "id", "tag", "alias")  # fmt: skip


def _each(xml: bytes) -> Iterator[tuple[str, bytes]]:
    """Each element that says what is filled in: taken out whole, and with its content left."""
    names = {f"{_W}{name}" for name in _TELLING}
    count = sum(1 for node in etree.fromstring(xml).iter() if node.tag in names)
    for nth in range(count):
        for keep in (False, True):
            root = etree.fromstring(xml)
            node = [one for one in root.iter() if one.tag in names][nth]
            if keep and not len(node):
                continue
            _drop(node, keep=keep)
            how = "unwrapped" if keep else "lost"
            yield f"{nth} {etree.QName(node).localname} {how}", etree.tostring(root)


def _some(xml: bytes, luck: random.Random, times: int) -> Iterator[tuple[str, bytes]]:
    """Any elements lost, doubled, exchanged with the next; any attributes lost."""
    count = sum(1 for _ in etree.fromstring(xml).iter())
    for _ in range(times):
        for how in ("lost", "doubled", "exchanged", "unwrapped", "attribute lost"):
            root = etree.fromstring(xml)
            nth = luck.randrange(1, count)
            node = next(one for n, one in enumerate(root.iter()) if n == nth)
            following = node.getnext()
            if how in ("lost", "unwrapped"):
                _drop(node, keep=how == "unwrapped")
            elif how == "doubled":
                node.addnext(deepcopy(node))
            elif how == "exchanged" and following is not None:
                node.addprevious(following)
            elif how == "attribute lost" and node.attrib:
                del node.attrib[luck.choice(list(node.attrib))]
            yield f"{nth} {etree.QName(node).localname} {how}", etree.tostring(root)


def _drop(node: etree._Element, *, keep: bool) -> None:
    parent = node.getparent()
    assert parent is not None
    if keep:
        for child in list(node):
            node.addprevious(child)
    parent.remove(node)


# ---------------------------------------------------------------- the objects of a PDF
_OBJECT = re.compile(rb"(?:^|[\r\n])(\d{1,6}) 0 obj\b(.*?)\bendobj", re.S)
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]+>", re.S)
_KEYED = re.compile(rb"/(V|T|TU|AP|DV|FT|Ff|Rect|Kids|Parent|P|Annots|Fields|AS|MK|Opt|F|NeedAppearances|Contents)(?![A-Za-z])")  # fmt: skip


def pdf_damaged(data: bytes, luck: random.Random, times: int) -> Iterator[Variant]:
    """A PDF with objects lost, exchanged or changed, its table right; and one with a wrong table."""
    objects = [(int(m[1]), m[2]) for m in _OBJECT.finditer(data)]
    trailer = re.search(rb"trailer\s*(<<.*?>>)\s*startxref", data, re.S)
    if not objects or trailer is None:
        return
    keep = trailer[1]
    for number, _ in objects:
        rest = [one for one in objects if one[0] != number]
        yield Variant(f"object {number} lost", pdf_written(rest, keep))
    fields = [n for n, (_, body) in enumerate(objects) if re.search(rb"/(?:FT|Widget)\b", body)]
    for nth in fields:
        for match in _KEYED.finditer(objects[nth][1]):
            body = objects[nth][1]
            changed = body[: match.start()] + b"/Zz" + body[match.end() :]
            yield Variant(
                f"{match[1].decode()} of {objects[nth][0]} renamed",
                pdf_written(_put(objects, nth, changed), keep),
            )
    for _ in range(times):
        yield from _exchanged(objects, fields, keep, luck)
        yield _string_changed(objects, keep, luck)
    yield from _table_damaged(data, luck, times)
    yield from _updated(data, objects, fields, luck, times)


def pdf_written(objects: list[tuple[int, bytes]], trailer: bytes) -> bytes:
    """A PDF of these objects with a right table."""
    out, places = bytearray(b"%PDF-1.6\n"), {}
    for number, body in objects:
        places[number] = len(out)
        out += b"%d 0 obj%sendobj\n" % (number, body)
    size = max(places) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        free = b"0000000000 00000 f \n"
        out += b"%010d 00000 n \n" % places[number] if number in places else free
    trailer = re.sub(rb"/Size\s+\d+", b"/Size %d" % size, trailer)
    return bytes(out) + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)


def _put(objects: list[tuple[int, bytes]], nth: int, body: bytes) -> list[tuple[int, bytes]]:
    return [(number, body if n == nth else old) for n, (number, old) in enumerate(objects)]


def _exchanged(
    objects: list[tuple[int, bytes]], fields: list[int], trailer: bytes, luck: random.Random
) -> Iterator[Variant]:
    """Two objects under each other's numbers, and two fields with each other's strings."""
    one, other = luck.sample(range(len(objects)), 2) if len(objects) > 1 else (0, 0)
    changed = _put(_put(objects, one, objects[other][1]), other, objects[one][1])
    names = f"{objects[one][0]} and {objects[other][0]}"
    yield Variant(f"objects {names} exchanged", pdf_written(changed, trailer))
    if len(fields) < 2:
        return
    one, other = luck.sample(fields, 2)
    for key in (b"V", b"T"):
        found = [_entry(objects[n][1], key) for n in (one, other)]
        if found[0] is None or found[1] is None:
            continue
        mine, theirs = (
            body[: span[0]] + objects[from_][1][slice(*(found[nth] or (0, 0)))] + body[span[1] :]
            for nth, from_, body, span in (
                (1, other, objects[one][1], found[0]),
                (0, one, objects[other][1], found[1]),
            )
        )
        changed = _put(_put(objects, one, mine), other, theirs)
        names = f"{objects[one][0]} and {objects[other][0]}"
        yield Variant(f"{key.decode()} of {names} exchanged", pdf_written(changed, trailer))


def _entry(body: bytes, key: bytes) -> tuple[int, int] | None:
    """Where the string behind a key stands."""
    match = re.search(rb"/" + key + rb"\s*(?=[(<])", body)
    found = _STRING.match(body, match.end()) if match else None
    return found.span() if found else None


def _string_changed(
    objects: list[tuple[int, bytes]], trailer: bytes, luck: random.Random
) -> Variant:
    """One string, anywhere, with a letter changed, lost or doubled; or emptied."""
    places = [
        (nth, match.span())
        for nth, (_, body) in enumerate(objects)
        for match in _STRING.finditer(body.partition(b"stream")[0])
        if match.end() - match.start() > 3
    ]
    if not places:
        return Variant("no string", pdf_written(objects, trailer))
    nth, (start, end) = luck.choice(places)
    body = objects[nth][1]
    at = luck.randrange(start + 1, end - 1)
    how = luck.choice(("changed", "lost", "doubled", "emptied"))
    if how == "emptied":
        changed = body[: start + 1] + body[end - 1 :]
    else:
        letters = {"changed": b"7", "lost": b"", "doubled": body[at : at + 1] * 2}[how]
        changed = body[:at] + letters + body[at + 1 :]
    return Variant(
        f"letter {at} of {objects[nth][0]} {how}", pdf_written(_put(objects, nth, changed), trailer)
    )


def _table_damaged(data: bytes, luck: random.Random, times: int) -> Iterator[Variant]:
    """A wrong table: an entry that points elsewhere, a wrong or lost start, no trailer, no end."""
    entries = [m.span() for m in re.finditer(rb"\d{10} \d{5} n", data)]
    for start, _ in luck.sample(entries, min(times, len(entries))):
        offset = int(data[start : start + 10])
        for moved in (offset + luck.choice((-9, -1, 1, 30)), 0, luck.randrange(len(data))):
            yield Variant(
                f"entry {offset} points to {moved}",
                data[:start] + b"%010d" % max(moved, 0) + data[start + 10 :],
            )
    if len(entries) > 1:
        one, other = luck.sample(entries, 2)
        first, second = data[slice(*one)], data[slice(*other)]
        swapped = bytearray(data)
        swapped[slice(*one)], swapped[slice(*other)] = second, first
        yield Variant("two entries exchanged", bytes(swapped))
    yield Variant("start lost", data.replace(b"startxref", b"startxxxx"))
    yield Variant("start wrong", re.sub(rb"startxref\s+\d+", b"startxref\n12", data))
    yield Variant("trailer lost", data.replace(b"trailer", b"trialer"))
    yield Variant("end lost", data.replace(b"%%EOF", b""))
    yield Variant("bytes before the table", data.replace(b"\nxref", b"\n     \n\nxref"))


def _updated(
    data: bytes,
    objects: list[tuple[int, bytes]],
    fields: list[int],
    luck: random.Random,
    times: int,
) -> Iterator[Variant]:
    """An update behind the end that gives a field another value, its picture left as it was."""
    root = re.search(rb"/Root\s+(\d+ 0 R)", data)
    before = re.findall(rb"startxref\s+(\d+)", data)
    if root is None or not before:
        return
    valued = [n for n in fields if _entry(objects[n][1], b"V")]
    for nth in luck.sample(valued, min(times, len(valued))):
        number, body = objects[nth]
        start, end = _entry(body, b"V") or (0, 0)
        for words in (b"(Somebody Else)", b"()"):
            out = data + b"\n"
            at = len(out)
            out += b"%d 0 obj%s%s%sendobj\n" % (number, body[:start], words, body[end:])
            table = len(out)
            out += b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
            out += b"trailer\n<</Size %d/Root %s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
                max(n for n, _ in objects) + 1, root[1], before[-1], table,
            )  # fmt: skip
            yield Variant(f"{number} updated to {words.decode()}", out)


Damage = Callable[[bytes, random.Random, int], Iterator[Variant]]
DAMAGES: dict[str, tuple[Damage, ...]] = {
    "docx": (bytes_damaged, docx_damaged),
    "pdf": (bytes_damaged, pdf_damaged),
}
