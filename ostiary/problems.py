"""What an operator can mend, said in one sentence."""

from __future__ import annotations


class Problem(Exception):  # noqa: N818 - it is read by operators, not by programmers
    """Something is wrong that the reader can put right; the message says what and how."""
