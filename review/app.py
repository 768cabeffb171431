"""PIET's pages, for now a plain read-only view of the queue.

Opened once by the address that `ostiary run` prints: the token in it is exchanged for a session
cookie and is worth nothing afterwards. Sign-in by person comes with the desk.

STANDARDS: WCAG 2.2 AA; GOV.UK Design System patterns for tables, tags and summary lists.
SECURITY: everything shown was typed by strangers. Autoescape is on, no script is allowed at all
    (Content-Security-Policy), nothing is fetched from elsewhere, and the Host field must be ours, so
    that another site's page cannot reach a loopback port by a name of its own (DNS rebinding).
BUGS: sessions are in memory: a restart asks for the new address.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.staticfiles import StaticFiles

from models.visible import visible
from review.again import change_label, same_words
from review.pages import (
    case_page,
    message_page,
    messages_page,
    notices_page,
    picture_file,
    queue_page,
)
from review.words import (
    answer_words,
    capital,
    disposition_words,
    field_label,
    hold_words,
    kin_words,
    letter_name,
    letter_words,
    message_words,
    place_words,
    problem_words,
    reason_to_do,
    reason_words,
    sentence,
    state_words,
    verdict_words,
)

if TYPE_CHECKING:
    from models.store.connection import Store

_COOKIE = "ostiary"
_LONDON = ZoneInfo("Europe/London")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

log = structlog.get_logger()


@dataclass
class _Door:
    """The one-time token and the sessions it opened. The token is used up by its first use."""

    token: str
    sessions: set[str] = field(default_factory=set)

    def enter(self, offered: str) -> str | None:
        if not self.token or not hmac.compare_digest(offered.encode(), self.token.encode()):
            return None
        self.token = ""
        session = secrets.token_urlsafe(32)
        self.sessions.add(session)
        return session

    def knows(self, session: str | None) -> bool:
        return bool(session) and any(
            hmac.compare_digest(str(session).encode(), one.encode()) for one in self.sessions
        )


def create_app(
    store: Store, token: str, hosts: tuple[str, ...], today: Callable[[], date] | None = None
) -> FastAPI:
    """The pages over `store`.

    `token` opens the door once; "" keeps it shut. `hosts` are the Host values that are ours
    ("127.0.0.1:8080"). `today` gives the London date (injected in tests).
    """
    app = FastAPI(title="Ostiary", docs_url=None, redoc_url=None, openapi_url=None)
    door = _Door(token)
    pages = _environment()
    london_today = today or (lambda: datetime.now(UTC).astimezone(_LONDON).date())

    def show(name: str, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(pages.get_template(name).render(**values), status_code=status)

    @app.middleware("http")
    async def guard(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        if request.headers.get("host", "") not in hosts:
            response: Response = Response("Unknown host.", 421, media_type="text/plain")
        elif _is_open(request.url.path) or door.knows(request.cookies.get(_COOKIE)):
            try:
                response = await call_next(request)
            except Exception as fault:
                response = _failed(show, fault)
        else:
            response = show("closed.html", 403)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)  # a picture may be kept by its browser
        return response

    @app.get("/enter/{offered}")
    def enter(offered: str) -> Response:
        session = door.enter(offered)
        if session is None:
            return show("closed.html", 403)
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(_COOKIE, session, httponly=True, samesite="strict")
        return response

    _add_pages(app, store, show, london_today)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return app


def _add_pages(
    app: FastAPI, store: Store, show: Callable[..., HTMLResponse], today: Callable[[], date]
) -> None:
    """The pages behind the door."""

    @app.get("/")
    def queue(state: str = "", after: str = "") -> Response:
        return queue_page(store, show, state, after, today())

    @app.get("/case/{reference}")
    def case(reference: str) -> Response:
        return case_page(store, show, reference, today())

    @app.get("/picture/{number}")
    def picture(number: str) -> Response:
        return picture_file(store, show, number)

    @app.get("/notices")
    def notices() -> Response:
        return notices_page(store, show)

    @app.get("/messages")
    def messages(before: str = "") -> Response:
        return messages_page(store, show, before)

    @app.get("/message/{number}")
    def message(number: str) -> Response:
        return message_page(store, show, number)


def _failed(show: Callable[..., HTMLResponse], fault: Exception) -> Response:
    """The page in place of one that could not be shown; what the fault says is not told."""
    from models.store.connection import StoreError
    from routing.walk import place_of

    log.error("a page could not be shown", problem_type=type(fault).__name__, where=place_of(fault))
    if isinstance(fault, StoreError):
        return show("failed.html", 503, what="The database does not answer just now.")
    return show("failed.html", 500, what="This page has a fault; the log says where.")


def _is_open(path: str) -> bool:
    return path.startswith(("/enter/", "/static/"))


def _london(at: datetime) -> str:
    return at.astimezone(_LONDON).strftime("%-d %B %Y, %H:%M")


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _short_day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def _short_london(at: datetime) -> str:
    local = at.astimezone(_LONDON)
    return f"{_short_day(local.date())}, {local:%H:%M}"


def _seen(value: object) -> object:
    """Every value on a page, before it is escaped; None is a fault of the template's and shows."""
    return value if isinstance(value, Markup) else visible(str(value), keep="\n\t")


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("review"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
    )
    filters: dict[str, Callable[..., str]] = {
        "london": _london,
        "day": _day,
        "short_day": _short_day,
        "short_london": _short_london,
        "state": state_words,
        "reason": reason_words,
        "label": field_label,
        "verdict": verdict_words,
        "disposition": disposition_words,
        "problem": problem_words,
        "message": message_words,
        "letter": letter_words,
        "letter_name": letter_name,
        "hold": hold_words,
        "place": place_words,
        "sentence": sentence,
        "capital": capital,
        "to_do": reason_to_do,
        "answer": answer_words,
        "change": change_label,
        "kin": kin_words,
        "same": same_words,
    }
    environment.filters.update(filters)
    return environment
