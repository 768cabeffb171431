r"""Makes what cannot be seen visible: control, direction and format characters as "\u202e".

SECURITY: what strangers typed is shown on terminals and pages. An escape sequence would drive a
terminal, a direction mark turns "exe.cod" into "doc.exe".
"""

from __future__ import annotations

import unicodedata


def visible(text: str, keep: str = "") -> str:
    r"""`text` with every character of Unicode's category C written as "\u202e", save those in `keep`."""
    return "".join(
        f"\\u{ord(letter):04x}"
        if unicodedata.category(letter)[0] == "C" and letter not in keep
        else letter
        for letter in text
    )
