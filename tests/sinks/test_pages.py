"""Stored cross-site scripting: whatever strangers typed is words on a page, and nothing else."""

from __future__ import annotations

import http.server
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from review.app import create_app
from tests.sinks.conftest import House
from tests.sinks.payloads import ALL, SCRIPTS

HOST = "127.0.0.1:8080"
#: All that our templates are made of; a payload that became an element would be of another kind,
#: or have another attribute.
ELEMENTS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "a",
        "header",
        "section",
        "figure",
        "figcaption",
        "img",
        "svg",
        "g",
        "rect",
        "path",
        "div",
        "nav",
        "p",
        "main",
        "footer",
        "h1",
        "h2",
        "h3",
        "dl",
        "dt",
        "dd",
        "span",
        "small",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "q",
        "br",
        "strong",
        "code",
    ]
)
ATTRIBUTES = frozenset(
    [
        "lang",
        "charset",
        "name",
        "content",
        "rel",
        "href",
        "class",
        "id",
        "tabindex",
        "aria-label",
        "aria-labelledby",
        "aria-current",
        "role",
        "scope",
    ]
)
OURS = re.compile(
    r"/|/static/ostiary\.css|/messages(\?before=\d+)?|/message/\d+|/notices|#main|#later|#parts|/case/PIET-\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}"
    r"|/\?state=[a-z_]+(&after=[\w-]*)?|/\?state=&after=[\w-]*"
)
pytestmark = pytest.mark.needs("bwrap")


class Seen(HTMLParser):
    """What a browser would build of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.words = ""
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in {"href", "src", "action"}}

    def handle_data(self, data: str) -> None:
        """Its words."""
        self.words += data

    def handle_comment(self, data: str) -> None:
        """A comment: our templates have none."""
        self.comments.append(data)


def looked_at(page: str) -> Seen:
    seen = Seen()
    seen.feed(page)
    seen.close()
    return seen


@pytest.fixture
def client(house: House) -> TestClient:
    app = create_app(house.store, "one-time", (HOST,))
    client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
    assert client.get("/enter/one-time").status_code == 303
    return client


def every_page(client: TestClient) -> dict[str, str]:
    """Every page that can be reached from the queue, by its path."""
    found: dict[str, str] = {}
    to_do = ["/", "/messages", "/notices"]
    while to_do:
        path = to_do.pop()
        if path in found or not path.startswith("/") or path.startswith("/static/"):
            continue
        found[path] = client.get(path).text
        to_do += looked_at(found[path]).links - {"#main", "#later", "#parts"}
    return found


def test_no_payload_becomes_an_element_an_attribute_or_an_address(client: TestClient) -> None:
    pages = every_page(client)
    assert sum(path.startswith("/case/") for path in pages) >= len(ALL) // 2
    for path, page in pages.items():
        seen = looked_at(page)
        assert seen.elements <= ELEMENTS, path
        assert seen.attributes <= ATTRIBUTES, path
        assert not seen.comments, path
        strange = [link for link in seen.links if not OURS.fullmatch(link)]
        assert not strange, path


def test_the_payloads_did_reach_the_pages_as_words(client: TestClient) -> None:
    """Or the test above would show nothing."""
    words = " ".join(looked_at(page).words for page in every_page(client).values())
    for payload in SCRIPTS:
        plain = payload.replace("  ", " ")
        assert plain in words, payload
    assert "{{ 7*7 }}" in words
    assert "=cmd|'/c calc'!A1<script>" in words  # the partner's name


def test_a_payload_that_becomes_an_element_is_seen() -> None:
    """The check can fail, for each script that runs where it is put in raw."""
    for payload in SCRIPTS[:3]:
        page = f'<p class="x">{payload}</p>'
        seen = looked_at(page)
        assert not (seen.elements <= ELEMENTS and seen.attributes <= ATTRIBUTES)


@pytest.mark.parametrize(
    "path",
    [
        *("/case/" + quote(one, safe="") for one in ALL),
        *("/?state=" + quote(one, safe="") for one in ALL),
        *("/?after=" + quote(one, safe="") for one in ALL),
        *("/messages?before=" + quote(one, safe="") for one in ALL),
        *("/enter/" + quote(one, safe="") for one in ALL),
        "//elsewhere.example/",
        "/%2f%2felsewhere.example",
        "/\\elsewhere.example",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/enter/one-time?next=//elsewhere.example",
    ],
)
def test_a_payload_in_an_address_is_no_page_no_redirect_and_no_header_field(
    client: TestClient, path: str
) -> None:
    """Reflected scripts, open redirects, response splitting and traversal, all at once."""
    answer = client.get(f"http://{HOST}{path}")
    assert answer.status_code in {200, 403, 404, 405}
    assert "location" not in answer.headers
    assert not [one for one in answer.headers if one not in KNOWN_FIELDS]
    assert "import annotations" not in answer.text
    if "html" in answer.headers.get("content-type", ""):
        seen = looked_at(answer.text)
        assert seen.elements <= ELEMENTS
        assert seen.attributes <= ATTRIBUTES


KNOWN_FIELDS = {
    "content-length", "content-type", "content-security-policy", "x-content-type-options",
    "referrer-policy", "cache-control", "cross-origin-opener-policy",
    "cross-origin-resource-policy", "set-cookie", "allow",
}  # fmt: skip


def test_the_one_redirect_leads_to_ourselves(house: House) -> None:
    app = create_app(house.store, "one-time", (HOST,))
    client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
    answer = client.get(
        "/enter/one-time", headers={"X-Forwarded-Host": "elsewhere.example", "Referer": "http://e/"}
    )
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "127.0.0.1:8080.elsewhere.example", "", "127.0.0.1", "x@127.0.0.1:8080"],
)
def test_a_host_that_is_not_ours_gets_nothing(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host, "X-Forwarded-Host": HOST})
    assert answer.status_code == 421
    assert "PIET-" not in answer.text


@dataclass(frozen=True)
class Page:
    """A page as it leaves us: header fields and text."""

    headers: dict[str, str]
    text: str


@dataclass
class Served:
    """A server of pages, that remembers what was asked for."""

    pages: dict[str, Page]
    port: int = 0
    asked: list[str] = field(default_factory=list)


@contextmanager
def served(pages: dict[str, Page]) -> Iterator[Served]:
    """Serve the very pages that the application gave, with the header fields it gave them."""
    made = Served(pages)

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            page = made.pages.get(self.path)
            self.send_response(200 if page else 404)
            for name, value in (page.headers if page else {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write((page.text if page else "").encode())

        def log_message(self, *_: Any) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        made.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def browsed(folder: Path, address: str, elsewhere: int) -> str:
    """The page as Chromium has built it; every host under .example is the port `elsewhere`."""
    done = subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--host-resolver-rules=MAP *.example 127.0.0.1:{elsewhere}",
            f"--user-data-dir={folder}", "--virtual-time-budget=2000", "--dump-dom", address,
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout


def as_sent(client: TestClient, path: str) -> Page:
    answer = client.get(path)
    keep = {*KNOWN_FIELDS} - {"content-length", "set-cookie"}
    return Page({name: one for name, one in answer.headers.items() if name in keep}, answer.text)


RAN = re.compile(r"<title>[^<]*RAN")


@pytest.mark.needs("chromium")
def test_in_a_real_browser_nothing_runs_and_nobody_is_called(
    client: TestClient, tmp_path: Path
) -> None:
    """The queue and the cases that hold the scripts; then the policy alone, without escaping."""
    texts = every_page(client)
    cases = sorted(
        (one for one in texts if "/case/" in one), key=lambda one: texts[one].count("&lt;")
    )
    raw = "".join(f"<p>{one}</p>" for one in SCRIPTS if "http-equiv" not in one)
    pages = {path: as_sent(client, path) for path in ["/", *cases[-4:]]}
    strict = {**pages["/"].headers}
    pages["/raw"] = Page(strict, f"<title>x</title>OFFICIAL-SENSITIVE{raw}")
    control = Page({"content-type": "text/html"}, f"<title>x</title>{raw}")
    with served({}) as other, served(pages) as ours:
        for number, path in enumerate(pages):
            page = browsed(
                tmp_path / str(number), f"http://127.0.0.1:{ours.port}{path}", other.port
            )
            assert "OFFICIAL-SENSITIVE" in page, path
            assert not RAN.search(page), path
            assert other.asked == [], path
        ours.pages["/control"] = control
        page = browsed(tmp_path / "control", f"http://127.0.0.1:{ours.port}/control", other.port)
        assert RAN.search(page), "without escaping and policy the scripts do run"
        assert other.asked, "and do call others"
