"""Whether an attached web page would do more than be read, in a browser.

STANDARDS: HTML (WHATWG) sections 4.12.1 (script), 8.1.8 (event handlers), 4.2.5.3 (refresh).

SECURITY: bytes are looked through, not parsed: what a browser would take for a script must not
slip past because a parser took it for something else. So words in a comment count too.
"""

from __future__ import annotations

import re

_SCRIPT = re.compile(
    rb"<[\s/]*(?:[a-z]{1,10}:)?(?:script|iframe|frame|object|embed|applet|base|svg|math|portal)(?![a-z0-9])"
    rb"|[\s\"'/]on[a-z]{3,24}\s{0,20}=\s{0,20}[\"'a-z&]"
    rb"|(?:java|vb)script\s{0,20}(?::|&colon;|&#)"
    rb"|http-equiv\s{0,20}=\s{0,20}[\"']?refresh"
    rb"|data:text/html|srcdoc\s{0,20}=",
    re.I,
)

#: In a drawing `<svg>` itself is no sign; links to scripts, handlers and foreign pages are.
_DRAWN = re.compile(
    rb"<[\s/]*(?:[a-z]{1,10}:)?(?:script|iframe|object|embed|applet|foreignobject|handler)(?![a-z0-9])"
    rb"|[\s\"'/]on[a-z]{3,24}\s{0,20}=\s{0,20}[\"'&]"
    rb"|(?:java|vb)script\s{0,20}(?::|&colon;|&#)"
    rb"|data:(?:text/html|application/|image/svg)|<!(?:doctype[^>]{0,200}\[|entity)|<\?xml-stylesheet",
    re.I,
)
_SVG = re.compile(rb"<(?:[a-z]{1,10}:)?svg[\s>/]", re.I)


def is_svg(data: bytes, suffix: str, declared_type: str) -> bool:
    """Whether a part is an SVG drawing: by name, by declared type, or by how it begins."""
    if suffix == "svg" or declared_type == "image/svg+xml":
        return True
    begin = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return begin.startswith((b"<?xml", b"<svg", b"<!DOCTYPE svg")) and bool(_SVG.search(begin))


def svg_runs(data: bytes) -> bool:
    """Whether a drawing holds a script, a handler, a foreign page or a declared entity."""
    return _DRAWN.search(data.replace(b"\0", b"")) is not None


def has_script(data: bytes) -> bool:
    """Whether the page holds a script, an event handler, a frame, an object or a refresh.

    UTF-16 is looked through as well.
    """
    return _SCRIPT.search(data.replace(b"\0", b"")) is not None
