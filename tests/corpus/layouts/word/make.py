#!/usr/bin/env python3
"""Write eml/W001.eml ..., manifest.jsonl and README.md of the Word-layout corpus.

    python make.py

Needs python-docx and, for some file types, ``soffice``. Nothing is read back:
what the manifest says was typed comes from ``data.py`` and the layouts' tweaks.
"""
import json
import pathlib
import re
import subprocess
import tempfile
from datetime import datetime, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import ooxml
from data import KEYS, Case, case, mailbox
from form import LAYOUTS, Layout

import tables  # noqa: F401  (importing registers the layouts)
import controls  # noqa: F401
import flows  # noqa: F401
import other  # noqa: F401

ROOT = pathlib.Path(__file__).resolve().parent
HOST = "mx.anyforce.pnn.police.uk"
MAILBOX = "information.exchange@anyforce.pnn.police.uk"
MIME = {"docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "doc": ("application", "msword"), "odt": ("application", "vnd.oasis.opendocument.text"), "rtf": ("application", "rtf")}
FILTER = {"lo": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "odt": "odt", "rtf": "rtf"}
COVERS = ("Morning,\n\nRequest attached.\n\nMany thanks", "Hello\n\nPlease find attached our completed disclosure request.\n\nRegards",
          "Dear PIET,\n\nForm attached under the Safer Estates Agreement. Any queries please ring.\n\nKind regards",
          "See attached please.\n\nThanks,", "Good afternoon\n\nI attach a request for your consideration.\n\nYours sincerely")
SUBJECTS = ("Safer Estates request for disclosure", "Information exchange request", "SEA form attached", "Disclosure request",
            "FW: Request for information - tenant")


def convert(jobs: dict[str, tuple[str, bytes]]) -> dict[str, bytes]:
    """Re-save {id: (type, docx)} through LibreOffice, time stamps fixed where the type lets us."""
    done = {}
    with tempfile.TemporaryDirectory() as name:
        tmp = pathlib.Path(name)
        for ext, how in FILTER.items():
            ids = [i for i, (want, _) in jobs.items() if want == ext]
            for i in ids:
                (tmp / f"{i}.docx").write_bytes(jobs[i][1])
            out = tmp / f"out_{ext}"
            subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp}/profile", "--headless", "--convert-to", how,
                            "--outdir", str(out), *[str(tmp / f"{i}.docx") for i in ids]], check=True, capture_output=True)
            for i in ids:
                done[i] = steady((out / f"{i}.{'docx' if ext == 'lo' else ext}").read_bytes(), ext)
    return done


def renumber(body: bytes) -> bytes:
    """Replace the random identifiers LibreOffice writes by their order of appearance."""
    seen: dict[bytes, int] = {}
    count = lambda m: m[1] + str(seen.setdefault(m[2], len(seen) + 101)).encode()
    body = re.sub(rb'(<w:sdtPr>(?:(?!</w:sdtPr>).)*?<w:id w:val=")(-?\d+)', count, body)
    return re.sub(rb"(__Fieldmark__\d+_|(?<=\")ct)(\d+)", count, body)


def steady(data: bytes, ext: str) -> bytes:
    """Take the time of making out of a converted file."""
    stamp = lambda body: re.sub(rb"20\d\d-\d\d-\d\dT[\d:.]+", b"2025-01-01T00:00:00", body)
    if ext == "rtf":
        return re.sub(rb"\{\\(creatim|revtim|printim)\\yr[^}]*\}", rb"{\\\1\\yr2025\\mo1\\dy1\\hr0\\min0}", data)
    if ext in ("odt", "lo"):
        rsid = lambda body: re.sub(rb'(Rsid(?:Root)?" config:type="int">)\d+', rb"\g<1>1", body)
        fix = {"meta.xml": stamp, "docProps/core.xml": stamp, "settings.xml": rsid, "content.xml": renumber,
               "word/document.xml": renumber}
        return ooxml.rezip(data, lambda name, body: fix[name](body) if name in fix else body)
    return data


def attachment(c: Case, lay: Layout) -> str | None:
    """The attachment's file name."""
    ext = {"lo": "docx", "inline": ""}.get(lay.ext, lay.ext)
    last = "blank" if lay.category == "blank_form" else re.sub(r"[^A-Za-z-]", "", c["surname"])
    return ext and (f"Disclosure request {last}.{ext}", f"SER_{c['asked']:%d-%m-%y}.{ext}", f"PIET form {c['n']}.{ext}",
                    f"{last} - request for disclosure (final).{ext}")[c["n"] % 4] or None


def message(c: Case, lay: Layout, body: bytes | tuple[str, str]) -> tuple[bytes, str]:
    """The whole mail and its sender's address."""
    n, who = c["n"], c["requester_name"] or "Marguerite Tollan"
    sender = f"{mailbox(who)}@{c['domain']}"
    when = format_datetime(datetime(c["asked"].year, c["asked"].month, c["asked"].day, 8 + n % 9, n * 7 % 60, n % 60,
                                    tzinfo=timezone.utc))
    msg = EmailMessage(policy=SMTP)
    msg["Return-Path"] = f"<{sender}>"
    msg["Received"] = (f"from out.{c['domain']} (out.{c['domain']} [192.0.2.{100 + n}]) by {HOST} with ESMTPS id "
                       f"w{n:05d}; {when}")
    msg["Authentication-Results"] = (f"{HOST}; spf=pass smtp.mailfrom={c['domain']}; dkim=pass header.d={c['domain']}; "
                                     f"dmarc=pass header.from={c['domain']}")
    plain_name = mailbox(who).replace(".", " ").title()
    msg["From"] = f'"{plain_name}" <{sender}>'
    msg["To"] = MAILBOX
    msg["Subject"] = SUBJECTS[n % len(SUBJECTS)]
    msg["Date"] = when
    msg["Message-ID"] = f"<w{n:03d}.{n * 6151 % 99991}@{c['domain']}>"
    name = attachment(c, lay)
    if isinstance(body, tuple):
        msg.set_content(body[0], cte="quoted-printable")
        if body[1]:
            msg.add_alternative(body[1], subtype="html", cte="quoted-printable")
    else:
        msg.set_content(f"{COVERS[n % len(COVERS)]}\n{who}\n{c['job']}\n", cte="quoted-printable")
        msg.add_attachment(body, *MIME[name.rsplit(".", 1)[1]], filename=name)
    for k, part in enumerate(x for x in msg.walk() if x.is_multipart()):
        part.set_boundary(f"=_W{n:03d}_{k}_")
    return msg.as_bytes(), sender


def entry(c: Case, lay: Layout, sender: str) -> dict:
    """The manifest line."""
    sound = not lay.reasons
    row = {"file": f"eml/{c['id']}.eml", "kind": "request", "id": c["id"], "category": lay.category, "layout": lay.name,
           "attachment": attachment(c, lay), "sender": sender, "fields": {k: c[k] for k in KEYS}, "normalised": c["iso"],
           "expected_disposition": "queue" if sound else "reject",
           "acceptable_dispositions": ["queue", "review"] if sound and lay.hold else ["queue"] if sound else ["reject", "review"],
           "expected_reasons": list(lay.reasons), "optional_reasons": list(lay.optional), "priority": "routine" if sound else None,
           "rationale": f"{lay.family}: {lay.note}."}
    if "subjects" in c:
        row["subjects"] = c["subjects"]
    return row


def readme(rows: list[tuple[Case, Layout]]) -> str:
    """The table of layouts."""
    ext = {"lo": "docx", "inline": "body"}
    held = lambda x: " (review is acceptable)" if x.hold else ""
    table = "".join(f"| {c['id']} | `{x.name}` | {x.family} | {ext.get(x.ext, x.ext)} | {x.note}{held(x)} |\n" for c, x in rows)
    return ("# Word layouts\n\nOne message for each way in which a partner's Word user lays out, fills in or saves the request form. "
            "Every person, place and case is invented. `manifest.jsonl` has the request lines of the development corpus's schema; "
            "lines of forms with several subjects also have `subjects`, a list of `name`, `dob` and `address` as typed. Where rows "
            "or blocks repeat for each person, `fields` holds the first person's.\n\n    python make.py\n\nmakes `eml/`, "
            "`manifest.jsonl` and this file again (`soffice` re-saves some types; `.doc` and `.rtf` may differ in a few bytes between "
            "versions).\n\nIn `fields`, paragraphs are joined by a line end; leader marks, check-box marks, automatic list numbers "
            "and Word's prompts are no part of an answer. Deleted text (tracked) is not an answer, inserted text is.\n\n"
            f"| Id | Layout | Family | Type | What is peculiar |\n| --- | --- | --- | --- | --- |\n{table}")


def main() -> None:
    """Make everything."""
    made, jobs, bodies = [], {}, {}
    for n, lay in enumerate(LAYOUTS, 1):
        ooxml._serial = 0
        c = case(n, lay.tweak)
        bodies[c["id"]] = lay.build(c)
        made.append((c, lay))
        if lay.ext in FILTER:
            jobs[c["id"]] = (lay.ext, bodies[c["id"]])
    bodies |= convert(jobs)
    (ROOT / "eml").mkdir(exist_ok=True)
    lines = []
    for c, lay in made:
        raw, sender = message(c, lay, bodies[c["id"]])
        (ROOT / "eml" / f"{c['id']}.eml").write_bytes(raw)
        lines.append(json.dumps(entry(c, lay, sender), ensure_ascii=False) + "\n")
    (ROOT / "manifest.jsonl").write_text("".join(lines), "utf-8")
    (ROOT / "README.md").write_text(readme(made), "utf-8")


if __name__ == "__main__":
    main()
