"""The tables, by subject. Importing this loads sqlmodel (about a second): keep it out of the child.

`metadata` holds all of them; the migrations make the same on both engines, and a test compares.
"""

from models.tables import cases, events, kin, mail, outbound, pages, register
from models.tables.base import metadata

__all__ = ["cases", "events", "kin", "mail", "metadata", "outbound", "pages", "register"]
