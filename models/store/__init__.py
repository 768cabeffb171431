"""Every query of the program, by subject. Nothing here commits: `Store.write()` does.

Importing it loads SQLAlchemy and sqlmodel (about a second).
"""
