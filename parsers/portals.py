"""Pages that lead to a message kept elsewhere: the covers of secure mail portals.

A form may lie behind one. Nothing is fetched: a person opens it, or the author is told how to send.

SECURITY: runs in the confined child on hostile HTML; plain substring searches over a bounded head.

BUGS: known by the addresses and words that the makers write into their pages; a maker who changes
them is an attached web page like any other, which is held for a person as well.
"""

from __future__ import annotations

WINDOW = 1024 * 1024
#: A portal's name, and what its page holds: any one of the groups, all of the words in a group.
_PORTALS: tuple[tuple[str, tuple[tuple[bytes, ...], ...]], ...] = (
    (
        "Office",
        (
            (b"outlook.office365.com/encryption",),
            (b"outlook.office.com/encryption",),
            (b"rpmsg", b"<form"),
            (b"office 365 message encryption",),
            (b"microsoft purview message encryption",),
        ),
    ),
    ("Egress", ((b"egress.com", b"switch"), (b"reader.egress.com",), (b"egress secure email",))),
    (
        "NHSmail, Trend",
        (
            (b"trend micro", b"encrypt"),
            (b"trendmicro", b"encrypt"),
            (b"nhs.net", b"encrypted", b"<form"),
            (b"postx", b"nhs.net"),
        ),
    ),
    ("Proofpoint", ((b"proofpoint", b"encrypt"), (b"securereader",), (b"securemessageatt",))),
    ("Cisco", ((b"securedoc",), (b"res.cisco.com",), (b"cisco", b"registered envelope"))),
    ("Mimecast", ((b"mimecast.com", b"secure messaging"),)),
    ("Zix", ((b"zixmail",), (b"zixport",), (b"zixmessagecenter",))),
)


def portal_of(data: bytes) -> str | None:
    """The portal whose page this HTML is, or None. UTF-16 is looked through as well."""
    page = data[:WINDOW].replace(b"\0", b"").lower()
    for name, groups in _PORTALS:
        if any(all(word in page for word in group) for group in groups):
            return name
    return None
