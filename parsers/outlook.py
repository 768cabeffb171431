"""What is in Outlook's own formats, as the members of an archive. Runs in the confined child only.

winmail.dat is the mail itself as its author's program kept it; an attached .msg is another message.
Of both the files come first, then the words: as HTML (kept so, or put together from rich text), and
as plain text where that is kept too.

STANDARDS: MS-OXTNEF, MS-OXMSG, MS-OXCMSG 2.2.2 (attachments), MS-OXBBODY 2.1.3.1 (bodies).

SECURITY: a file is only handed on, under the worst of its names; what lies elsewhere is not fetched,
an object that runs in Outlook is not looked into.

ERRORS: faults. On a member: broken_member, by_reference, embedded_object, text_cut. On what stays
closed: sealed_item, not_a_mail, broken_item, nothing_inside.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from models.mail import PartKind
from parsers.archives import (
    BROKEN_ITEM,
    BROKEN_MEMBER,
    BY_REFERENCE,
    EMBEDDED_OBJECT,
    MAX_NAME,
    NOT_A_MAIL,
    NOTHING_INSIDE,
    SEALED_ITEM,
    Member,
)
from parsers.errors import UnreadableError
from parsers.mapi import Attached, Message, Method, Tag, charset_of, is_mail, is_sealed
from parsers.msg import read_msg
from parsers.names import worst_of
from parsers.rich_text import page_of, unpacked
from parsers.tnef import read_tnef

FORMATS: Final = frozenset({PartKind.TNEF, PartKind.OUTLOOK})
#: Types that say of a file what its content does not: a card, a logo, what is sealed.
_TELLING: Final = re.compile(
    r"image/[a-z0-9.+-]{1,40}|text/(?:calendar|vcard|x-vcard|directory)|application/(?:(?:x-)?pkcs7-mime"
    r"|pgp-encrypted|x-microsoft-rpmsg-message)"
)
_UNTOLD: Final = "application/octet-stream"
_ELSEWHERE: Final = frozenset(
    {
        Method.BY_REFERENCE,
        Method.BY_REFERENCE_RESOLVE,
        Method.BY_REFERENCE_ONLY,
        Method.BY_WEB_REFERENCE,
    }
)
_TEXT_CUT: Final = "text_cut"
_DAMAGED: Final = Member(0, "", b"", (BROKEN_MEMBER,))


class Item:
    """One message with its files and words; they are read one by one, on demand.

    Of a `winmail` all words are HTML: they stand beside the plain text of the mail, not behind it.
    """

    def __init__(self, message: Message, *, winmail: bool = False) -> None:
        self._message = message
        self._winmail = winmail
        #: Bytes of all files; what is inside another message counts when that is opened.
        self.expanded = sum(one.size for one in message.attachments)

    @property
    def closed(self) -> str | None:
        """The fault why it is not opened, or None."""
        if is_sealed(self._message.classes):
            return SEALED_ITEM
        if not is_mail(self._message.classes):
            return NOT_A_MAIL
        holds = self._message.attachments or self._message.missing
        return None if holds or any(self._bodies()) else NOTHING_INSIDE

    def __iter__(self) -> Iterator[Member]:
        """The files in order, then the words, numbered from 1."""
        number = 0
        for attached in self._message.attachments:
            number += 1
            yield _file(number, attached)
        if self._message.missing:
            number += 1
            yield Member(number, "", b"", (BROKEN_MEMBER,))
        for body in self._bodies():
            number += 1
            yield replace(body, number=number)

    def _bodies(self) -> Iterator[Member]:
        """The words, richest first; not yet numbered."""
        properties = self._message.properties
        rich = _rich(self._message)
        if rich is not None:
            yield rich
        try:
            plain = [properties.text(Tag.BODY), self._message.body]
        except UnreadableError:
            yield _DAMAGED
            return
        for text in dict.fromkeys(one for one in plain if one and one.strip()):
            if self._winmail:
                yield _words(f"<pre>{html.escape(text)}</pre>", "text/html")
            else:
                yield _words(text, "text/plain")


def opened(data: bytes, kind: PartKind) -> Item | str:
    """The message in `data`, which is of one of FORMATS; or a fault, why it stays closed."""
    try:
        winmail = kind is PartKind.TNEF
        item = Item(read_tnef(data) if winmail else read_msg(data), winmail=winmail)
        closed = item.closed
    except UnreadableError:
        return BROKEN_ITEM
    return closed or item


def _file(number: int, attached: Attached) -> Member:
    """An attachment as a member; what cannot be read of it is a fault."""
    properties = attached.properties
    name = ""
    try:
        name = _name(attached)
        method = properties.number(Tag.ATTACH_METHOD)
        method = attached.method if method is None else method
        if method in _ELSEWHERE:
            return Member(number, name, b"", (BY_REFERENCE,))
        if method == Method.OLE:
            return Member(number, name, b"", (EMBEDDED_OBJECT,))
        if method == Method.EMBEDDED_MESSAGE:
            return _message_inside(number, attached)
        data = attached.data()
        told = (properties.text(Tag.ATTACH_MIME_TAG) or "").strip().lower()
        content_id = (properties.text(Tag.ATTACH_CONTENT_ID) or "").strip().strip("<>")
        placed = bool(attached.placed or content_id or properties.number(Tag.ATTACHMENT_HIDDEN))
    except UnreadableError:
        return Member(number, name, b"", (BROKEN_MEMBER,))
    if data is None or method not in (None, Method.NONE, Method.BY_VALUE):
        return Member(number, name, b"", (BROKEN_MEMBER,))
    return Member(
        number,
        name,
        data,
        declared_type=told if _TELLING.fullmatch(told) else _UNTOLD,
        content_id=content_id[:MAX_NAME] or None,
        placed=placed,
    )


def _message_inside(number: int, attached: Attached) -> Member:
    """A message in a message: as TNEF, to be opened as such, or open already. It has no file name."""
    found = attached.inner()
    if isinstance(found, bytes):
        return Member(number, "", found, () if found else (BROKEN_MEMBER,))
    if found is None:
        return Member(number, "", b"", (BROKEN_MEMBER,))
    item = Item(found)
    closed = item.closed
    return Member(number, "", b"", (closed,) if closed else (), inner=None if closed else item)


def _name(attached: Attached) -> str:
    """The name of a program among all that the file bears; else the one that Outlook shows."""
    properties = attached.properties
    tags = (Tag.ATTACH_LONG_FILENAME, Tag.ATTACH_FILENAME, Tag.TRANSPORT_NAME, Tag.DISPLAY_NAME)
    told = [properties.text(tag) for tag in tags[:2]]
    told += [*attached.titles, *(properties.text(tag) for tag in tags[2:])]
    names = [one.strip() for one in told if one and one.strip()]
    suffix = (properties.text(Tag.ATTACH_EXTENSION) or "").strip()
    name = worst_of([*names, f"x.{suffix.lstrip('.')}"], names[0] if names else "") or ""
    return name.encode("utf-8", "replace").decode("utf-8")[-MAX_NAME:]


def _rich(message: Message) -> Member | None:
    """The HTML that is kept, or that stands in the rich text."""
    properties = message.properties
    try:
        page = properties.content(Tag.HTML)
        if page is not None and page.strip():
            charset = charset_of(properties.number(Tag.INTERNET_CODEPAGE))
            return Member(0, "", page, (), "text/html", charset, words=True)
        text = properties.text(Tag.HTML)
        if text and text.strip():
            return _words(text, "text/html")
        packed = properties.content(Tag.RTF_COMPRESSED)
        if not packed:
            return None
        rtf, cut = unpacked(packed)
    except UnreadableError:
        return _DAMAGED
    words, unseen = page_of(rtf)
    return replace(_words(words, "text/html"), faults=(_TEXT_CUT,) if cut or unseen else ())


def _words(text: str, declared_type: str) -> Member:
    data = text.encode("utf-8", "replace")
    return Member(0, "", data, (), declared_type, "utf-8", words=True)
