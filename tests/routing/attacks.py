"""Generators of From fields: the tricks of forgers, and all the shapes that honest programs write.

Both draw from a `random.Random`, so that one grammar serves a short run that shrinks and a long
one that counts. All people and places are fictional.
"""

from __future__ import annotations

import base64
import quopri
from random import Random

#: The secure domain that a forger wants to be taken for, and one that he owns.
LEGIT = "council.secure.example"
EVIL = "evil.example"
LEGIT_OFFICER = f"a.officer@{LEGIT}"
EVIL_OFFICER = f"b.other@{EVIL}"

_OURS = f"Authentication-Results: mx.force.example; dmarc=pass header.from={LEGIT}"
_JOINTS = (
    "",
    " ",
    ",",
    ", ",
    ";",
    ":",
    "\t",
    "\r\n ",
    "\r\n\t",
    "\\",
    ".",
    "\x00",
    "\r",
    "\n",
    "(",
    ")",
)
_HOMOGLYPHS = str.maketrans(
    {"o": "\u043e", "e": "\u0435", "c": "\u0441", ".": "\u3002", "s": "\u017f"}
)


def forged_header(random: Random) -> bytes:
    """The author's side of a header: a From field, or several, with one to three tricks in it."""
    value = _tricked(_value(random), random)
    name = random.choice((*("From",) * 7, "FROM", "from", "From ", "From\t", " From"))
    lines = [f"{name}: {value}"]
    for _ in range(random.choice((0, 0, 0, 0, 0, 1, 2))):
        other = random.choice(
            (
                f"From: {_value(random)}",
                f"From : {_value(random)}",
                f"From\r\n : {_value(random)}",
                f" From: {_value(random)}",
                f"Sender: {_value(random)}",
                f"Resent-From: {_value(random)}",
                f"Reply-To: {_value(random)}",
                f"Subject: x\rFrom: {_value(random)}",
                f"Subject: x\nFrom: {_value(random)}",
                f"X-A: \x00\r\nFrom: {_value(random)}",
                _OURS,
                "Received: from x by mx.force.example; Wed, 14 May 2025 10:01 +0100\r\n" + _OURS,
                "",
            )
        )
        lines.insert(random.randrange(len(lines) + 1), other)
    end = random.choice(("\r\n", "\r\n", "\n"))
    return end.join([*lines, "", ""]).encode("utf-8", "surrogateescape")


def honest_value(random: Random) -> tuple[str, str]:
    """The value of an honest From field (folded with CRLF), and the address it stands for."""
    local = ".".join(
        "".join(random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(random.randint(1, 12)))
        for _ in range(random.randint(1, 4))
    )
    local += random.choice(("", "", "+asb", "'neil", "-1", "_team", "2", "%x", "#b", "/c"))
    below = random.choice(("", "", "housing.", "xn--caf-dma.", "a-b.", "1.", "x" * 60 + "."))
    domain = below + LEGIT
    address = f"{local}@{domain}"
    written = random.choice(
        (address, address, f"{local}@{domain.upper()}", f"{local}@{domain.title()}")
    )
    fold = random.choice((" ", " ", "\r\n ", "\r\n\t", "  "))
    comment = random.choice(
        ("(Housing)", "(ASB Team @ Council)", "(a (b) c)", "(two\r\n lines)", "(a \\) b)")
    )
    bare = random.choice((written, f"<{written}>", f"< {written} >"))
    name = _honest_name(random)
    first_letter = local[0].upper()  # a line of nothing but white space no honest program writes
    return (
        random.choice(
            (
                bare,
                f"{bare}{fold}{comment}",
                f"{comment}{fold}{bare}",
                f"{name}{fold}<{written}>",
                f"{name}<{written}>",
                f"{name}{fold}{comment}{fold}<{written}>",
                f"{name}{fold}<{written}>{fold}{comment}",
                f"\r\n {name or first_letter}{fold}<{written}>",
            )
        ),
        address,
    )


def _honest_name(random: Random) -> str:
    first = random.choice(
        ("Si\u00e2n", "Delphine", "Ann-Marie", "J.", "Zo\u00eb", "O'Neil", "Dr", "Seo-yeon")
    )
    last = random.choice(
        ("Fictional", "Made-Up", "d'Example", "M\u00fcller", "Hartsease Jr.", "\u9648")
    )
    plain = f"{first} {last}"
    encoded = base64.b64encode(f"{last}, {first} (Housing)".encode()).decode()
    quoted = quopri.encodestring(f"{first}_{last}".replace(" ", "_").encode(), header=True).decode()
    return random.choice(
        (
            plain,
            " ".join([plain] * random.randint(2, 20)),
            f'"{last}, {first}"',
            f'"{last}, {first} [Housing: ASB; North] <info@elsewhere.example>"',
            f'"{first} \\"Ace\\" {last}"',
            f'"{LEGIT_OFFICER} via Portal"',
            f"=?utf-8?B?{encoded}?=",
            f"=?UTF-8?Q?{quoted.replace(chr(10), '')[:60].rstrip('=')}?=",
            f"=?utf-8?B?{encoded}?= =?utf-8?B?{encoded}?=",
            f"=?utf-8*en?b?{encoded}?=",
            "",
            '""',
        )
    )


def _value(random: Random) -> str:
    """One or more mailboxes, encoded words, comments, groups, routes and what is none of these."""
    return random.choice(_JOINTS).join(
        _piece(random) for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4)))
    )


def _piece(random: Random) -> str:
    who = random.choice((LEGIT_OFFICER, LEGIT_OFFICER, EVIL_OFFICER, f"a.officer@{LEGIT}.{EVIL}"))
    other = random.choice((LEGIT_OFFICER, EVIL_OFFICER))
    encoded = base64.b64encode(who.encode()).decode()
    return random.choice(
        (
            who,
            f"<{who}>",
            f"<{other}> <{who}>",
            f"<{other}>{who}",
            f"{other}<{who}>",
            f'"{other}" <{who}>',
            f"({other}) <{who}>",
            f"{who} ({other})",
            f'"{other}"@{EVIL}',
            f'"{who}',
            f"<{who}",
            f"({who}",
            f"{who})",
            f"<@{EVIL}:{who}>",
            f"<@{EVIL},@a.example:{who}>",
            f"Group: {who};",
            f"Group: {who}, {other};",
            f"=?utf-8?B?{encoded}?=",
            f"<=?utf-8?B?{encoded}?=>",
            f"=?utf-8?B?{encoded}?= <{other}>",
            f"=?utf-8?Q?{who}?=",
            f"=?utf-8?Q?{who.partition('@')[0]}?=@{LEGIT}",
            f"{who}%{EVIL}",
            f"{who}@{EVIL}",
            f"a.officer@[{LEGIT}]",
            who.translate(_HOMOGLYPHS),
            who.replace("@", "\uff20"),
            who.replace("@", "(x)@(y)"),
            who.replace("@", " @ "),
            who.replace(".", "\u200b.", 1),
            f"{who}.",
            f"a.officer@{LEGIT}-{EVIL}",
            f"a.officer@xn--{LEGIT}",
            "",
        )
    )


def _tricked(value: str, random: Random) -> str:
    for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
        at = random.randrange(len(value) + 1)
        what = random.choice(
            ("\x00", "\r", "\n", "\r\n", "\r\n ", "\r\n \r\n ", "\\", '"', "(", ")", "<", ">", "\x0b", "\x85",
             "\u2028", "\u00a0", "\udcff", "@", ",", ":", ";", "%0d%0aFrom: ", "=?utf-8?Q?", "?=", "(" * 50)
        )  # fmt: skip
        value = value[:at] + what + value[at:]
    return value
