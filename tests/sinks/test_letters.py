"""Our letters: no header field, no recipient and no word comes from a stranger; templates are data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.mail import Envelope
from models.settings import Contact, SettingsError, load_settings
from models.store.connection import connect, migrate
from models.store.intake import record_arrivals
from models.store.register import import_register
from ostiary.wiring import judging, register_file_for
from routing.replies import check_templates
from routing.walk import advance
from tests.routing.making import AUTHOR, OWN, form
from tests.routing.making import mail as honest
from tests.sinks.commands import ostiary
from tests.sinks.conftest import House, write_config
from tests.sinks.payloads import ALL, LOCAL_PARTS, NOW, TEMPLATES, Mail

FIELDS = {
    b"from", b"to", b"subject", b"date", b"message-id", b"auto-submitted",
    b"x-auto-response-suppress", b"in-reply-to", b"references", b"content-language",
    b"content-type", b"content-transfer-encoding", b"mime-version",
}  # fmt: skip
MSG_IDS = re.compile(rb"<[!-;=?-~]+@[!-;=?-~]+>(\s+<[!-;=?-~]+@[!-;=?-~]+>)*\s*")
ENVELOPE = Envelope(AUTHOR, (OWN,), "192.0.2.1", "x", tls=True)
pytestmark = pytest.mark.needs("bwrap")


def header(raw: bytes) -> list[tuple[bytes, bytes]]:
    """The fields of a letter, by the bytes alone."""
    head = raw.partition(b"\r\n\r\n")[0] + b"\r\n"
    found = re.findall(rb"([^:\r\n]+):((?:[^\r\n]*\r\n)(?:[ \t][^\r\n]*\r\n)*)", head)
    assert b"".join(name + b":" + value for name, value in found) == head, "a line that is no field"
    return [(name.lower(), value.strip()) for name, value in found]


def test_no_payload_adds_a_field_or_a_recipient(house: House) -> None:
    letters = house.letters()
    assert len(letters) >= len(ALL)
    recipients = {AUTHOR, "people@force.example"} | {
        f"{local}@elsewhere-council.example.cjsm.net" for local in LOCAL_PARTS
    }
    for raw in letters:
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\0", raw)
        fields = header(raw)
        names = [name for name, _ in fields]
        assert set(names) <= FIELDS
        assert len(names) == len(set(names))
        told = dict(fields)
        assert told[b"to"].decode().strip("<>") in recipients
        for name in (b"in-reply-to", b"references"):
            assert name not in told or MSG_IDS.fullmatch(told[name] + b"\r\n"), told[name]
        assert re.fullmatch(rb"<[\w.-]+@force\.example>", told[b"message-id"])


def test_no_letter_to_an_author_holds_a_word_of_the_form_or_the_mail(house: House) -> None:
    checked = 0
    for raw in house.letters():
        fields = dict(header(raw))
        about_them = b"".join(
            value
            for name, value in fields.items()
            if name not in {b"in-reply-to", b"references", b"to"}
        )
        text = about_them + raw.partition(b"\r\n\r\n")[2]
        for payload in (*ALL, "RAN", "elsewhere.example", "ostiary-traversal", "Madeup Road"):
            if len(payload.strip()) > 3 and payload.isascii():
                assert payload.encode() not in text, payload
                checked += 1
        assert b"Tenant-Example" not in text
    assert checked > 1000


def settle_one(folder: Path, **more: str) -> list[bytes]:
    """One honest request with these settings; our letters."""
    settings = load_settings(write_config(folder, **more))
    store = connect(settings.database)
    migrate(store)
    register = register_file_for(settings)
    raw = honest(("form.docx", form()))
    with store.write() as session:
        import_register(session, register, NOW, "test")
        record_arrivals(session, [Mail("", raw, ENVELOPE).arrival()], NOW)
    with judging(settings, register) as context:
        while advance(store, context, "test", NOW):
            pass
    letters = House(folder, settings, store, ()).letters()
    store.close()
    return letters


def test_template_signs_in_settings_are_words(tmp_path: Path) -> None:
    """A telephone number or name that looks like a template is printed as it is."""
    words = TEMPLATES[0].replace('"', "")
    letters = settle_one(
        tmp_path,
        tables=f'[contact]\nname = "PIET {words}"\ntelephone = "01632 {words}"\nhours = "{words}"\n',
    )
    text = b"".join(letters).replace(b"=\r\n", b"").replace(b"=3D", b"=")
    flat = re.sub(rb"\s+", b" ", text)
    assert b"{{ 7*7 }}{% for x in range(9) %}x{% endfor %}{# gone #}" in flat
    assert b"49" not in re.sub(rb"(?m)^[\w-]+:.*$", b"", text.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("key", sorted(set(Contact.model_fields)))
def test_a_line_break_in_a_contact_setting_adds_no_field(tmp_path: Path, key: str) -> None:
    """It is refused with a sentence, or stands in the text alone."""
    tables = f'[contact]\n{key} = "x\\r\\nBcc: all@elsewhere.example\\r\\n\\r\\ny"\n'
    config = write_config(tmp_path, tables=tables)
    try:
        load_settings(config)
        letters = settle_one(tmp_path, tables=tables)
    except SettingsError:
        said = ostiary("run", config=config, status=2)
        assert b"contact" in said.stderr
        return
    assert letters or check_templates(load_settings(config)), "written, or refused at the start"
    for raw in letters:
        assert {name for name, _ in header(raw)} <= FIELDS
