from __future__ import annotations

import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from models.mail import Arrival, Envelope, Origin
from models.settings import Settings, Web, load_settings
from models.store.connection import Store, StoreBusyError, connect, migrate
from models.store.intake import record_arrivals
from models.store.mailboxes import first_sight, note_poll
from models.store.register import import_register
from ostiary.wiring import judging, register_file_for
from review.app import create_app
from review.serve import ServeError, bind, serve
from review.words import due_words, reason_words
from routing.walk import advance
from tests.routing.making import form, mail

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1:8080"
NOW = datetime(2026, 1, 12, 11, 0, tzinfo=UTC)
FORGED = b"""Received: from x by mx.anyforce.pnn.police.uk; Mon, 12 Jan 2026 10:00:00 +0000
Authentication-Results: mx.anyforce.pnn.police.uk; dmarc=fail header.from=council.example
From: forged@council.example
Message-ID: <1@council.example>

Hello.
"""
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store in which the examples, and one hostile form, have been walked."""
    settings = load_settings(ROOT / "config/demonstration.toml").model_copy(
        update={"data_dir": tmp_path_factory.mktemp("data")}
    )
    made = connect(f"sqlite:///{settings.data_dir}/ostiary.db")
    migrate(made)
    mails = [file.read_bytes() for file in sorted((ROOT / "examples").glob("*.eml"))]
    hostile = mail(
        (
            "request.docx",
            form(
                summary=f"He shouted {HOSTILE} at two neighbours and turned \u202eround.",
                born="01/01/1900",
            ),
        )
    )
    mails.append(hostile.replace(b"mx.force.example", b"mx.anyforce.pnn.police.uk"))
    mails.append(FORGED)
    arrivals = [Arrival(Origin.FILE, "test", raw, NOW, Envelope()) for raw in mails]
    register = register_file_for(settings)
    with made.write() as session:
        import_register(session, register, NOW, "test")
        record_arrivals(session, arrivals, NOW)
    with judging(settings, register) as context:
        while advance(made, context, "test", NOW):
            pass
    yield made
    made.close()


@pytest.fixture
def client(store: Store) -> TestClient:
    app = create_app(store, "one-time", (HOST,), today=lambda: date(2026, 1, 23))
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


def entered(client: TestClient) -> TestClient:
    answer = client.get("/enter/one-time")
    assert answer.status_code == 303
    return client


pytestmark = pytest.mark.needs("bwrap")


def test_the_address_opens_the_page_once(client: TestClient) -> None:
    """A second use of the address opens nothing; the session it gave goes on."""
    entered(client)
    assert client.get("/").status_code == 200
    other = TestClient(client.app, base_url=f"http://{HOST}", follow_redirects=False)
    assert other.get("/enter/one-time").status_code == 403
    assert other.get("/").status_code == 403


@pytest.mark.parametrize("path", ["/", "/notices", "/case/PIET-26-0000-0000", "/docs", "/x"])
def test_nothing_is_shown_to_who_has_not_entered(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 403
    assert "PIET-26" not in answer.text


def test_every_route_but_the_door_and_the_styles_needs_a_session(client: TestClient) -> None:
    """Whatever route is added later is behind the door without further ado."""
    paths = [getattr(route, "path", "") for route in client.app.routes]  # type: ignore[attr-defined]
    assert paths
    for path in paths:
        if path.startswith(("/enter/", "/static")):
            continue
        assert client.get(re.sub(r"\{\w+\}", "x", path)).status_code == 403, path


def test_another_host_name_is_refused(client: TestClient) -> None:
    """A page of another site cannot reach the loopback port by a name of its own."""
    entered(client)
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421


def test_the_queue_shows_the_case_with_its_target_date(client: TestClient) -> None:
    page = entered(client).get("/").text
    assert "Exemplar Homes" in page
    assert "Mon 26 Jan 2026" in page
    assert "due in 3 days" in page


def test_a_case_shows_each_field_as_typed_with_its_place(client: TestClient) -> None:
    page = entered(client).get("/").text
    references = re.findall(r"/case/([A-Z0-9-]+)", page)
    cases = [client.get(f"/case/{one}").text for one in references]
    (case,) = {one for one in cases if "Alaric Penhaligon-Tuck" in one}
    assert "read as 1983-11-14" in case
    assert "declared" in case or "anchored" in case
    assert "<dt>Agreement</dt><dd>safer-estates</dd>" in case


def test_a_case_tells_in_words_what_is_odd_on_a_form(client: TestClient) -> None:
    page = entered(client).get("/").text
    cases = [client.get(f"/case/{one}").text for one in re.findall(r"/case/([A-Z0-9-]+)", page)]
    told = [case for case in cases if "The birth date cannot be right" in case]
    assert len(told) == 1
    assert "01/01/1900 is often written where a birth date is not known" in told[0]


def test_refused_cases_have_a_list_of_their_own(client: TestClient) -> None:
    page = entered(client).get("/?state=rejected").text
    assert "incident data" in page
    assert client.get("/?state=nonsense").status_code == 404


def test_an_unknown_case_is_a_page_of_its_own(client: TestClient) -> None:
    assert entered(client).get("/case/PIET-26-0000-0000").status_code == 404


def test_no_script_can_run_and_nothing_is_fetched_from_elsewhere(client: TestClient) -> None:
    answer = entered(client).get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text)


def test_what_an_agency_typed_is_escaped(client: TestClient) -> None:
    """A script in a form is words on the page."""
    page = entered(client).get("/").text
    cases = [client.get(path).text for path in re.findall(r"/case/[A-Z0-9-]+", page)]
    assert any("&lt;script&gt;alert(1)&lt;/script&gt;" in case for case in cases)
    assert not any(HOSTILE in case for case in cases)


@pytest.mark.parametrize("name", ["%00", "PIET-26-0000-000%00", "'", "x" * 5000, "%ff"])
def test_what_is_no_reference_is_never_asked_of_the_store(client: TestClient, name: str) -> None:
    """PostgreSQL takes no NUL: the page must not hand it one."""
    assert entered(client).get(f"/case/{name}").status_code == 404


@pytest.mark.parametrize("query", ["after=%00", "after=AAAA", "after=x%E2%82%AC", "state=%00"])
def test_a_list_that_is_not_ours_is_no_fault(client: TestClient, query: str) -> None:
    assert entered(client).get(f"/?{query}").status_code in {200, 404}


@pytest.mark.parametrize("before", ["%00", "-1", "x", "9" * 40, "%D9%A1"])
def test_a_page_of_messages_that_is_not_ours_is_not_found(client: TestClient, before: str) -> None:
    assert entered(client).get(f"/messages?before={before}").status_code == 404


def test_a_fault_is_a_plain_page_without_its_words(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    @client.app.get("/broken")  # type: ignore[attr-defined, untyped-decorator]
    def broken() -> None:
        raise RuntimeError("o.fficer@council.example wrote")

    answer = entered(client).get("/broken")
    assert answer.status_code == 500
    assert "content-security-policy" in answer.headers
    assert "council.example" not in answer.text + "".join(capsys.readouterr())


def test_a_database_that_does_not_answer_is_said(client: TestClient) -> None:
    @client.app.get("/away")  # type: ignore[attr-defined, untyped-decorator]
    def away() -> None:
        raise StoreBusyError("sqlite:///x: busy")

    answer = entered(client).get("/away")
    assert answer.status_code == 503
    assert "database does not answer" in answer.text


def test_direction_marks_and_escapes_are_made_visible(client: TestClient) -> None:
    page = entered(client).get("/").text
    cases = [client.get(path).text for path in re.findall(r"/case/[A-Z0-9-]+", page)]
    assert any("turned \\u202eround" in case for case in cases)
    assert not any("\u202e" in case for case in cases)


def test_mail_that_was_not_taken_in_is_listed_without_naming_who_is_not_proven(
    client: TestClient,
) -> None:
    queue = entered(client).get("/").text
    assert re.search(r"[1-9] quarantined", queue)
    page = client.get("/messages").text
    assert "author not proven by our relay" in page
    assert "Quarantined, no answer" in page
    assert "forged@council.example" not in page


def test_a_troubled_mailbox_is_said(tmp_path: Path) -> None:
    made = connect(f"sqlite:///{tmp_path}/ostiary.db")
    migrate(made)
    with made.write() as session:
        first_sight(session, "piet", "INBOX", 7, NOW)
        note_poll(session, "piet", "INBOX", NOW, problem="cannot connect to mail:993")
    app = create_app(made, "one-time", (HOST,))
    page = entered(TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)).get("/")
    assert "Mailbox piet, folder INBOX: cannot connect to mail:993." in page.text
    made.close()


def test_a_taken_port_is_named_with_its_key() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ServeError, match=f"web.listen: cannot listen on {where}"):
            bind(where)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 1, 22), ("1 day overdue", "red")),
        (date(2026, 1, 23), ("due today", "yellow")),
        (date(2026, 1, 24), ("due in 1 day", "yellow")),
        (date(2026, 2, 20), ("in 28 days", "")),
        (None, ("no target date", "grey")),
    ],
)
def test_a_target_date_is_said_in_words(due: date | None, words: tuple[str, str]) -> None:
    assert due_words(due, date(2026, 1, 23)) == words


def test_a_missing_field_is_said_in_words() -> None:
    assert reason_words("missing:subject_dob_or_address") == (
        "no data subject date of birth or address"
    )


@pytest.mark.needs("chromium")
def test_a_real_browser_shows_the_queue(store: Store, tmp_path: Path) -> None:
    """Chromium follows the one-time address and draws the table, with styles and no script."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(web=Web(listen=f"127.0.0.1:{port}"))
    stop, ready = threading.Event(), threading.Event()
    thread = threading.Thread(target=serve, args=(settings, store, "browser", stop, ready.set))
    thread.start()
    try:
        assert ready.wait(20)
        picture = tmp_path / "queue.png"
        shown = subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                f"--user-data-dir={tmp_path}/profile", "--window-size=1200,900",
                f"--screenshot={picture}", "--dump-dom", f"http://127.0.0.1:{port}/enter/browser",
            ],
            capture_output=True, text=True, timeout=90, check=True,
        )  # fmt: skip
    finally:
        stop.set()
        thread.join(20)
    assert "In order of receipt within priority" in shown.stdout
    assert "Exemplar Homes" in shown.stdout
