from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.auth import Address, AuthVerdict, Evidence, SenderVerdict
from models.cases import (
    Disposition,
    Finding,
    ItemOutcome,
    Outcome,
    Priority,
    ReplyPlan,
    Verdict,
)
from models.forms import Agreement, Clock, FieldKind, FormField, FormReading, Recognised
from models.settings import Settings, shipped_config
from routing.faults import faults_of
from routing.letters import LetterError
from routing.replies import (
    internal_notice,
    letter_for,
    merely_incomplete,
    plan_reply,
    render,
)
from routing.said_dates import clock_time

GOLDEN = Path(__file__).parent.parent / "golden" / "replies"
AUTHOR = Address("o.fficer", "council.example.cjsm.net")
NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
REFERENCE = "PIET-26-7K3Q-X9TD"
MESSAGE_ID = f"<{REFERENCE}@anyforce.police.example>"
SETTINGS = Settings(own_addresses=("information.exchange@anyforce.police.example",))
AGREEMENT = Agreement(
    id="safer-estates",
    version="1",
    title="Safer Estates Agreement",
    recognise=(),
    sections=(),
    fields=(
        FormField("potential_actions", FieldKind.TEXT, "4", ("Potential Actions:",), required=True),
    ),
    checks=(),
    clock=Clock(10),
)
CANARY = "Zebedee Canary"


@dataclass(frozen=True)
class Installation:
    """What a letter needs to know, without the rest of the daemon."""

    settings: Settings = SETTINGS
    agreements: tuple[Agreement, ...] = (AGREEMENT,)


def finding(reason: str, say: str, signpost: str = "", clause: str = "") -> Finding:
    return Finding(reason, Verdict.FAIL, clause, (), reason, "reject", say, signpost)


MISSING = finding(
    "missing:date_from",
    "Date from which relevant information is sought: give one specific date.",
    clause="Checklist 2",
)
FISHING = finding(
    "fishing",
    "The request is too general.",
    "Name one person or one address, the incidents that concern you and when they took place.",
    "Checklist 3",
)


def item(
    disposition: Disposition, *reasons: str, findings: tuple[Finding, ...] = (), high: bool = False
) -> ItemOutcome:
    form = FormReading(Recognised.FORM, "2", "safer-estates", text=CANARY)
    priority = Priority.HIGH if high else Priority.ROUTINE
    open_ = disposition in (Disposition.QUEUE, Disposition.REVIEW)
    due = date(2026, 6, 15) if open_ else None
    return ItemOutcome(disposition, reasons, form, findings, priority, due)


def outcome(*items: ItemOutcome, message_id: str | None = "<theirs@mail.example>") -> Outcome:
    return Outcome(
        digest="0" * 64,
        received_at=NOW,
        auth=AuthVerdict(SenderVerdict.ACCEPTED, "authenticated", AUTHOR, "cjsm", True),
        evidence=Evidence(),
        disposition=items[0].disposition,
        reasons=items[0].reasons,
        items=items,
        reply=plan_reply(items, AUTHOR),
        author=AUTHOR,
        message_id=message_id,
    )


def refused() -> Outcome:
    verdict = AuthVerdict(SenderVerdict.REFUSED, "insecure_network", AUTHOR, None, True)
    plan = ReplyPlan("insecure", str(AUTHOR))
    return replace(
        outcome(item(Disposition.REFUSE)),
        auth=verdict,
        items=(),
        disposition=Disposition.REFUSE,
        reply=plan,
    )


def sealed(*reasons: str) -> Outcome:
    """A mail without a form that could be read, because it came sealed."""
    held = item(Disposition.REVIEW, "unsupported_kind", *reasons)
    return outcome(replace(held, form=None))


def closed(reason: str, *flags: str) -> Outcome:
    """A mail of which nothing could be read, and what kind of file that was."""
    return outcome(replace(item(Disposition.REJECT, reason), form=None, flags=flags))


def instead(kind: Recognised) -> Outcome:
    """A mail that holds something else than the form."""
    wrong = item(Disposition.REJECT, "wrong_form")
    return outcome(replace(wrong, form=FormReading(kind, "2", text=CANARY)))


TELEPHONE_RULE = (
    "If you are applying for an injunction without notice, you must telephone us on "
    f"{SETTINGS.contact.telephone}. Do not rely on email."
)
QUEUED = item(Disposition.QUEUE)
LATE = replace(QUEUED, target_date=date(2026, 5, 29))
CASES: dict[str, Outcome] = {
    "acknowledgement": outcome(QUEUED),
    "acknowledgement_high": outcome(item(Disposition.QUEUE, high=True)),
    "unreadable": outcome(item(Disposition.REJECT, "unreadable")),
    "incomplete": outcome(
        item(
            Disposition.REJECT,
            "missing:date_from",
            "missing:potential_actions",
            findings=(MISSING,),
        )
    ),
    "wrong_form": outcome(item(Disposition.REJECT, "wrong_form")),
    "blank_form": outcome(item(Disposition.REJECT, "blank_form")),
    "not_registered": outcome(item(Disposition.REJECT, "not_registered")),
    "refused": outcome(item(Disposition.REJECT, "fishing", findings=(FISHING,))),
    "refused_twice": outcome(
        item(Disposition.REJECT, "fishing", "missing:date_from", findings=(FISHING, MISSING))
    ),
    "several": outcome(
        QUEUED,
        item(Disposition.REJECT, "missing:date_from", findings=(MISSING,)),
        item(Disposition.REJECT, "fishing", findings=(FISHING,)),
        item(Disposition.REJECT, "blank_form"),
    ),
    "unreadable_locked": closed("unreadable", "file_locked"),
    "unreadable_damaged": closed("unreadable", "file_damaged"),
    "acknowledgement_partly_read": outcome(replace(QUEUED, flags=("part_withheld", "file_locked"))),
    "wrong_form_letter": instead(Recognised.LETTER),
    "wrong_form_other": instead(Recognised.OTHER_FORM),
    "how_to_send": sealed("encrypted_mail"),
    "how_to_send_portal": sealed("message_portal"),
    "how_to_send_outlook": sealed("outlook_item"),
    "acknowledgement_late": outcome(LATE),
    "chaser": outcome(replace(QUEUED, reasons=("same_form_again",))),
    "chaser_late": outcome(replace(LATE, reasons=("same_form_again",))),
    "chaser_changed": outcome(
        replace(QUEUED, disposition=Disposition.REVIEW, reasons=("changed_form",))
    ),
    "several_again": outcome(
        replace(QUEUED, reasons=("same_form_again",)),
        replace(LATE, disposition=Disposition.REVIEW, reasons=("changed_form",)),
    ),
    "several_late": outcome(LATE, LATE),
    "insecure": refused(),
}


def references(said: Outcome) -> list[str]:
    return [REFERENCE, "PIET-26-AAAA-AAAA", "PIET-26-BBBB-BBBB", "PIET-26-CCCC-CCCC"][
        : len(said.items)
    ]


@lru_cache(maxsize=1)
def here() -> Installation:
    """An installation with the shipped letters and a blank form of its own."""
    root = Path(tempfile.mkdtemp(prefix="ostiary-letters-"))
    atexit.register(shutil.rmtree, root)
    folder = root / "forms" / "safer-estates"
    folder.mkdir(parents=True)
    (folder / "blank.docx").write_bytes(b"a blank form")
    (root / "replies").symlink_to(shipped_config() / "replies")
    return Installation(SETTINGS.model_copy(update={"config_dir": root}))


def mail_of(said: Outcome, installation: Installation | None = None) -> EmailMessage:
    raw = render(said, references(said), installation or here(), MESSAGE_ID, NOW)
    assert raw is not None
    return message_from_bytes(raw, policy=SMTP)


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return cast("str", body.get_content()).replace("\r\n", "\n")


def golden(name: str, text: str) -> None:
    """Compare with the golden file; UPDATE_GOLDEN=1 writes it, to be read aloud and committed."""
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text, (
        f"{file.name} differs; UPDATE_GOLDEN=1 rewrites it: read the new text aloud first"
    )


@pytest.mark.parametrize("name", CASES)
def test_each_letter_reads_as_its_golden_file(name: str) -> None:
    mail = mail_of(CASES[name])
    golden(name, f"Subject: {mail['Subject']}\n\n{words_of(mail)}")


def test_the_internal_notice_reads_as_its_golden_file() -> None:
    raw = internal_notice(
        "danger_words",
        reference=REFERENCE,
        received_at=NOW,
        context=Installation(),
        message_id=MESSAGE_ID,
        now=NOW,
    )
    mail = message_from_bytes(raw, policy=SMTP)
    assert mail["To"] == "information.exchange@anyforce.police.example"
    golden("internal", f"Subject: {mail['Subject']}\n\n{words_of(mail)}")


@pytest.mark.parametrize("name", CASES)
def test_every_letter_has_the_header_fields_of_an_automatic_response(name: str) -> None:
    mail = mail_of(CASES[name])
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Message-ID"] == MESSAGE_ID
    assert mail["To"] == str(AUTHOR)
    assert mail["In-Reply-To"] == "<theirs@mail.example>"
    assert mail["Content-Language"] == "en-GB"
    assert mail["Date"] == "Mon, 01 Jun 2026 09:30:00 +0000"
    assert set(mail.keys()) <= {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "In-Reply-To"),
        *("X-Auto-Response-Suppress", "References", "Content-Language", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding"),
    }


@pytest.mark.parametrize("name", CASES)
def test_every_letter_is_marked_plain_and_says_how_to_reach_a_person(name: str) -> None:
    mail = mail_of(CASES[name])
    text = words_of(mail)
    assert mail["Subject"].startswith("OFFICIAL: ")
    assert text.startswith("OFFICIAL\n")
    assert "This is an automatic message" in text
    assert SETTINGS.contact.telephone in text
    assert SETTINGS.contact.hours in text
    assert "Do not reply with personal" in text
    assert max(map(len, text.splitlines())) <= 76
    assert "\n\n\n" not in text
    assert CANARY not in mail.as_string()


@pytest.mark.parametrize(
    "name", [name for name in CASES if name not in ("several", "several_late", "incomplete")]
)
def test_a_letter_is_at_most_150_words_beside_its_faults_and_the_telephone_rule(name: str) -> None:
    said = CASES[name]
    faults = [words for one in said.items for words in faults_of(one, AGREEMENT)]
    spent = sum(len(f"{one.say} {one.signpost} {one.clause}".split()) for one in faults)
    text = " ".join(words_of(mail_of(said)).split()).replace(TELEPHONE_RULE, "")
    assert len(text.split()) - spent <= 150


@pytest.mark.parametrize("name", ["acknowledgement", "acknowledgement_high", "several"])
def test_an_acknowledgement_states_the_telephone_rule_and_the_target(name: str) -> None:
    text = " ".join(words_of(mail_of(CASES[name])).split())
    assert TELEPHONE_RULE in text
    assert "Monday 15 June 2026" in text
    assert "order of receipt" in text
    assert "Monday 1 June 2026 at 10:30am" in text


@pytest.mark.parametrize("name", [name for name in CASES if name != "insecure"])
def test_every_letter_about_a_request_states_the_telephone_rule(name: str) -> None:
    assert TELEPHONE_RULE in " ".join(words_of(mail_of(CASES[name])).split())


@pytest.mark.parametrize("name", ["acknowledgement_late", "several_late"])
def test_no_letter_promises_a_date_that_has_passed(name: str) -> None:
    text = " ".join(words_of(mail_of(CASES[name])).split())
    assert "has passed. An officer will look at" in text
    assert "We aim to respond by" not in text
    assert "29 May" not in text


def test_a_target_date_of_today_has_not_passed() -> None:
    today = outcome(replace(QUEUED, target_date=NOW.date()))
    assert "We aim to respond by: Monday 1 June 2026" in words_of(mail_of(today))


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2026, 11, 22, 10, 15, tzinfo=UTC), "10:15am"),
        (datetime(2026, 6, 1, 23, 5, tzinfo=UTC), "12:05am"),
        (datetime(2026, 6, 1, 11, 0, tzinfo=UTC), "12:00pm"),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), "11:59pm"),
    ],
)
def test_a_letter_gives_the_time_of_day_in_london(instant: datetime, said: str) -> None:
    assert clock_time(instant) == said


def test_a_case_for_review_is_acknowledged_word_for_word_like_one_for_the_queue() -> None:
    held = outcome(item(Disposition.REVIEW, "guessed_field"))
    assert mail_of(held).as_bytes() == mail_of(CASES["acknowledgement"]).as_bytes()


SEALED = [name for name in CASES if name.startswith("how_to_send")]


@pytest.mark.parametrize("name", SEALED)
def test_what_came_sealed_is_acknowledged_and_its_author_told_how_to_send(name: str) -> None:
    assert CASES[name].reply.template == "how_to_send"
    mail = mail_of(CASES[name])
    text = " ".join(words_of(mail).split())
    assert f"Reference: {REFERENCE} Received: Monday 1 June 2026 at 10:30am" in text
    assert "A person will look at it. Nothing has been refused." in text
    for told in (
        "so our system could not open it",
        "as a Word document or PDF, to an ordinary email from your secure account",
        "do not encrypt it or use a portal",
        "plain text or HTML, not Rich Text",
        "never send a password by email",
    ):
        assert told in text
    assert not list(mail.iter_attachments())


def test_the_letter_speaks_of_the_way_in_which_it_came() -> None:
    said = {name: " ".join(words_of(mail_of(CASES[name])).split()) for name in SEALED}
    assert "encrypted or sealed by a signature" in said["how_to_send"]
    assert "through a message portal" in said["how_to_send_portal"]
    assert "Outlook's own format" in said["how_to_send_outlook"]


def test_of_several_seals_the_letter_names_the_first() -> None:
    both = mail_of(sealed("encrypted_mail", "outlook_item"))
    assert words_of(both) == words_of(mail_of(CASES["how_to_send"]))


def test_a_form_that_was_read_beside_something_sealed_is_acknowledged_as_a_form() -> None:
    assert letter_for(item(Disposition.REVIEW, "unsupported_kind", "outlook_item")) == (
        "acknowledgement"
    )


def test_a_photo_beside_a_form_is_not_spoken_of() -> None:
    beside = outcome(replace(QUEUED, flags=("part_withheld",)))
    assert mail_of(beside).as_bytes() == mail_of(CASES["acknowledgement"]).as_bytes()


def test_of_files_closed_for_several_reasons_the_letter_asks_for_all_that_would_help() -> None:
    both = words_of(mail_of(closed("unreadable", "file_locked", "file_unsafe")))
    assert "take off any password, macros or links" in both
    assert "Never send a password by email." in both


def test_the_notice_about_an_insecure_route_is_free_of_content() -> None:
    """It shows neither that a case exists nor what was sent (R5)."""
    text = mail_of(refused()).as_string()
    assert "PIET-26" not in text.replace(MESSAGE_ID, "")
    assert "1 June" not in text


def test_the_blank_form_comes_with_the_letters_that_ask_for_it() -> None:
    with_form = {name for name, said in CASES.items() if list(mail_of(said).iter_attachments())}
    wrong = {name for name in CASES if name.startswith("wrong_form")}
    assert with_form == {"incomplete", "blank_form", "several", *wrong}
    sent = next(mail_of(CASES["blank_form"]).iter_attachments())
    assert sent.get_content() == b"a blank form"
    assert sent.get_filename() == "safer-estates-form.docx"
    assert mail_of(CASES["several"]).as_bytes() == mail_of(CASES["several"]).as_bytes()


@pytest.mark.parametrize("name", ["incomplete", "wrong_form", "blank_form", "several"])
def test_without_a_blank_form_no_letter_promises_one(name: str, tmp_path: Path) -> None:
    (tmp_path / "replies").symlink_to(shipped_config() / "replies")
    bare = Installation(SETTINGS.model_copy(update={"config_dir": tmp_path}))
    mail = mail_of(CASES[name], bare)
    assert not list(mail.iter_attachments())
    assert "attached to this" not in words_of(mail)
    assert "form is attached" not in words_of(mail)


def test_an_agreement_may_have_a_letter_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "forms" / "safer-estates" / "replies"
    own.mkdir(parents=True)
    (own / "blank_form.txt").write_text("Subject: OFFICIAL: Ours\n\nOur own words.\n")
    (tmp_path / "replies").symlink_to(shipped_config() / "replies")
    theirs = Installation(SETTINGS.model_copy(update={"config_dir": tmp_path}))
    assert mail_of(CASES["blank_form"], theirs)["Subject"] == "OFFICIAL: Ours"
    assert "We have received" in words_of(mail_of(CASES["acknowledgement"], theirs))


def test_correspondence_is_not_answered() -> None:
    plan = plan_reply((item(Disposition.REVIEW, "correspondence"),), AUTHOR)
    assert (plan.template, plan.to, plan.suppressed) == (None, None, "correspondence")


@pytest.mark.parametrize("kind", [Disposition.QUARANTINE, Disposition.IGNORE, Disposition.REFUSE])
def test_what_was_not_taken_in_has_no_letter(kind: Disposition) -> None:
    assert letter_for(item(kind)) is None


def test_a_suppressed_plan_renders_to_nothing() -> None:
    held = replace(CASES["acknowledgement"], reply=ReplyPlan(suppressed="correspondence"))
    assert render(held, [REFERENCE], Installation(), MESSAGE_ID, NOW) is None


def test_a_plan_that_names_anyone_but_the_author_is_refused() -> None:
    plan = ReplyPlan("acknowledgement", "someone@else.example")
    with pytest.raises(LetterError, match="proven author"):
        render(replace(outcome(QUEUED), reply=plan), [REFERENCE], Installation(), MESSAGE_ID, NOW)


def test_only_what_was_left_out_makes_a_return_and_not_a_refusal() -> None:
    assert merely_incomplete(item(Disposition.REJECT, "missing:summary", "date_from_not_specific"))
    assert not merely_incomplete(item(Disposition.REJECT, "missing:summary", "fishing"))
    assert letter_for(item(Disposition.REJECT, "missing:summary", "fishing")) == "refused"


def test_a_fault_without_a_sentence_is_told_by_the_label_printed_on_the_form() -> None:
    said = faults_of(item(Disposition.REJECT, "missing:potential_actions"), AGREEMENT)
    assert said[0].say == "Potential Actions: this was left blank."


def test_warnings_passes_and_rules_on_trial_are_not_told() -> None:
    quiet = (
        replace(FISHING, on_fail="warn"),
        replace(FISHING, shadow=True),
        replace(FISHING, verdict=Verdict.PASS),
        replace(FISHING, verdict=Verdict.UNSURE),
    )
    said = faults_of(item(Disposition.REJECT, "missing:x", findings=quiet), AGREEMENT)
    assert [one.say for one in said] == ["x: this was left blank."]


@given(st.text(max_size=300), st.lists(st.text(max_size=40), max_size=30))
def test_no_msg_id_of_theirs_can_add_a_header_field(theirs: str, chain: list[str]) -> None:
    said = replace(outcome(QUEUED, message_id=theirs), references=tuple(chain))
    raw = render(said, [REFERENCE], Installation(), MESSAGE_ID, NOW)
    assert raw is not None
    names = [line.split(b":")[0] for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n")]
    assert len(names) == len(set(names))


def test_a_long_msg_id_of_theirs_stands_whole_in_the_reply() -> None:
    theirs = f"<{'a' * 200}@mail.example>"
    chain = tuple(f"<{n}-{'b' * 150}@mail.example>" for n in range(30))
    raw = render(
        replace(outcome(QUEUED, message_id=theirs), references=chain),
        [REFERENCE],
        Installation(),
        MESSAGE_ID,
        NOW,
    )
    assert raw is not None
    assert f"In-Reply-To: {theirs}\r\n".encode() in raw
    assert b"=?" not in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 998
