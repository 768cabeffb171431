"""The tree of one message, walked to its leaves: MIME, messages in messages, files in containers.

STANDARDS: RFC 2046 section 5 (multipart, message/rfc822); RFC 3501 section 6.4.5 (numbers of parts).

SECURITY: runs in the confined child only. Depth, number and expanded bytes are bounded, and the
walk keeps a stack of its own: nothing recurses with the message.

ERRORS: faults, never exceptions: unclosed, too_deep, too_many_parts, ambiguous_mime, and those of
a leaf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email import errors
from email.message import Message

from models.mail import PartKind
from parsers.ambiguity import AMBIGUOUS, is_ambiguous
from parsers.archives import NEVER_READ, TOO_NESTED, Archive, Container, Member, Room
from parsers.guard import inspect_part
from parsers.kinds import OLE_MAGIC, kind_of
from parsers.leaves import TOO_DEEP, TOO_MANY, Leaf, Where, encoding, leaf_of, parse
from parsers.outlook import FORMATS, opened
from parsers.tnef import SIGNATURE
from parsers.transfer import BROKEN, UNKNOWN

DEPTH = 20
PARTS = 200
ARCHIVE_DEPTH = 3
_UNCLOSED = errors.CloseBoundaryNotFoundDefect
_MESSAGES = ("message/rfc822", "message/global")
#: What is opened, and how it begins.
CONTAINERS = FORMATS | {PartKind.ZIP}
_MAGIC = (b"PK", OLE_MAGIC, SIGNATURE)


@dataclass(frozen=True, slots=True)
class _Node:
    """A MIME entity still to walk."""

    message: Message
    at: Where


@dataclass(frozen=True, slots=True)
class _Files:
    """What is left of an archive's members; they are read one by one, as the walk comes to them."""

    members: Iterator[Member]
    at: Where


def walk(
    root: Message | str,
    *,
    depth: int = DEPTH,
    parts: int = PARTS,
    archive_depth: int = ARCHIVE_DEPTH,
    faults: list[str],
) -> Iterator[Leaf]:
    """Every leaf in order, at most `parts`; what is wrong with the tree goes into `faults`.

    `root` is what `leaves.parse` gave. Paths are those of IMAP: a message's own parts stand under
    its number. A file in an archive stands under the archive's path behind a slash: "2/1".
    """
    if isinstance(root, str):
        faults.append(root)
        return
    steps = _Walk(depth, archive_depth, faults)
    stack: list[_Node | _Files] = steps.opened(root, Where(""))
    count = 0
    while stack:
        node = stack.pop()
        if isinstance(node, _Files):
            member = next(node.members, None)
            if member is None:
                continue
            stack.append(node)
            found = _leaf_of_member(member, node.at)
            at = replace(node.at, path=found.path)
            inside, inner = None, member.inner
        else:
            at, inner = node.at, None
            inside = steps.descend(node)
            if is_ambiguous(node.message):
                faults.append(AMBIGUOUS)
            if inside is None:
                found = leaf_of(node.message, at)
            elif at.level < depth:
                stack.extend(inside)
                continue
            else:
                faults.append(TOO_DEEP)
                found = leaf_of(node.message, at, (TOO_DEEP,), b"")
        if inside is None:
            entered = steps.enter(found, at, inner)
            if not isinstance(entered, Leaf):
                stack.extend(entered)
                continue
            found = entered
        count += 1
        if count > parts:
            faults.append(TOO_MANY)
            return
        yield found


class _Walk:
    """The steps of one walk, and the room that is left for what archives hold."""

    def __init__(self, depth: int, archive_depth: int, faults: list[str]) -> None:
        self._depth = depth
        self._archive_depth = archive_depth
        self._faults = faults
        self._room = Room()

    def opened(self, message: Message, at: Where) -> list[_Node | _Files]:
        """A whole message: its parts if it is a multipart, else itself as part 1; last first."""
        prefix = f"{at.path}." if at.path else ""
        inside = replace(at, home=prefix, related=False)
        if is_ambiguous(message):
            self._faults.append(AMBIGUOUS)
        if message.is_multipart() and message.get_content_maintype() == "multipart":
            return self._children(_Node(message, inside))
        return [_Node(message, replace(inside, path=f"{prefix}1"))]

    def descend(self, node: _Node) -> list[_Node | _Files] | None:
        """What stands inside a container, last first; None for a leaf."""
        message = node.message
        if not message.is_multipart():
            return None
        if message.get_content_maintype() == "multipart":
            return self._children(node)
        if message.get_content_type() in _MESSAGES:
            if encoding(message) in ("base64", "quoted-printable"):
                return None  # not allowed (RFC 2046 section 5.2.1), but sent: decoded as a leaf
            inner = _payload(message)[:1]
            return self.opened(inner[0], _deeper(node.at)) if inner else None
        return None

    def enter(
        self, leaf: Leaf, at: Where, inner: Container | None = None
    ) -> Leaf | list[_Node | _Files]:
        """What a leaf's content opens into (a message, an archive), or the leaf as it stays.

        `inner` is what stands for it in the file around it, and is open already.
        """
        if inner is not None:
            return self._opened(leaf, at, lambda: inner, message=True)
        if not leaf.data or NEVER_READ & set(leaf.faults):
            return leaf
        if _is_message(leaf):
            entity = parse(leaf.data)
            if isinstance(entity, Message) and at.level < self._depth:
                return self.opened(entity, _deeper(at))
            self._faults.append(entity if isinstance(entity, str) else TOO_DEEP)
            return leaf
        kind = _sound_container(leaf)
        if kind is None:
            return leaf
        # winmail.dat is the mail itself, unless somebody put it into a file
        message = kind is PartKind.OUTLOOK or (kind is PartKind.TNEF and at.archives > 0)
        return self._opened(leaf, at, lambda: _container(leaf.data, kind), message=message)

    def _opened(
        self, leaf: Leaf, at: Where, opener: Callable[[], Container | str], *, message: bool
    ) -> Leaf | list[_Node | _Files]:
        """The members of a container that is a `message` or not; the leaf where it stays closed."""
        if message and at.level >= self._depth:
            self._faults.append(TOO_DEEP)
            return replace(leaf, faults=(*leaf.faults, TOO_NESTED))
        found = self._room.open(opener, at.archives, self._archive_depth)
        if isinstance(found, str):
            return replace(leaf, faults=(*leaf.faults, found))
        if found is None:
            return leaf
        within = replace(at, level=at.level + 1, archives=at.archives + 1)
        if message:
            within = replace(within, depth=at.depth + 1, home=f"{at.path}/")
        return [_Files(iter(found), within)]

    def _children(self, node: _Node) -> list[_Node | _Files]:
        if any(isinstance(defect, _UNCLOSED) for defect in node.message.defects):
            self._faults.append("unclosed")
        related = node.message.get_content_type() == "multipart/related"
        prefix = f"{node.at.path}." if node.at.path else ""
        found: list[_Node | _Files] = [
            _Node(
                child,
                replace(
                    node.at, path=f"{prefix}{number}", level=node.at.level + 1, related=related
                ),
            )
            for number, child in enumerate(_payload(node.message), 1)
        ]
        return found[::-1]


def _deeper(at: Where) -> Where:
    return replace(at, depth=at.depth + 1, level=at.level + 1)


def _payload(message: Message) -> list[Message]:
    payload = message.get_payload()
    return (
        [item for item in payload if isinstance(item, Message)] if isinstance(payload, list) else []
    )


def _is_message(leaf: Leaf) -> bool:
    if leaf.declared_type in _MESSAGES:
        return True
    if leaf.declared_type.startswith(("text/", "multipart/")):
        return False
    return kind_of(leaf.data[:65536], leaf.declared_type, leaf.file_name) is PartKind.MESSAGE


def _sound_container(leaf: Leaf) -> PartKind | None:
    """The kind of a container whose name, type and directory the guard has passed; else None.

    Of one whose transfer encoding is damaged nobody knows what is left out: it stays closed.
    """
    if not leaf.data.startswith(_MAGIC) or leaf.declared_type.startswith("multipart/"):
        return None
    kind = kind_of(leaf.data, leaf.declared_type, leaf.file_name)
    if kind not in CONTAINERS or {BROKEN, UNKNOWN} & set(leaf.faults):
        return None
    judged = inspect_part(leaf.data, kind, leaf.file_name, leaf.declared_type)
    return kind if judged is None else None


def _container(data: bytes, kind: PartKind) -> Container | str:
    """What a file of one of CONTAINERS holds, or a fault. Raises UnreadableError."""
    return Archive(data) if kind is PartKind.ZIP else opened(data, kind)


def _leaf_of_member(member: Member, at: Where) -> Leaf:
    shown = member.placed and not member.declared_type.startswith("text/")
    return Leaf(
        path=f"{at.path}/{member.number}",
        declared_type=member.declared_type,
        file_name=member.name or None,
        content_disposition=None if member.words else "inline" if shown else "attachment",
        content_id=member.content_id,
        charset=member.charset,
        data=member.data,
        depth=at.depth,
        home=at.home,
        related=False,
        faults=member.faults,
    )
