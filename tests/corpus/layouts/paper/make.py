#!/usr/bin/env python3
"""Make eml/*.eml, manifest.jsonl and the table in README.md.

Needs python-docx, lxml, reportlab, pypdfium2, Pillow, numpy, msoffcrypto-tool, the Liberation and DejaVu fonts,
and the `soffice` command for two of the messages. Seeds and time stamps are fixed.
"""
from __future__ import annotations

import json
import pathlib

import catalogue
import containers
from content import KEYS, fields_of
from form import load_fonts
from mail import Parcel, render

ROOT = pathlib.Path(__file__).resolve().parent


def manifest_line(spec: catalogue.Spec, parcel: Parcel, sender: str) -> dict:
    """What is true of one message."""
    if parcel.fields is None:
        fields, normalised = fields_of(parcel.case), parcel.case["normalised"]
    else:
        fields = {key: parcel.fields[key] for key in KEYS} if parcel.fields else {}
        normalised = {"subject_dob": None, "date_from": None}
    return {"file": f"eml/{spec.ident}.eml", "kind": "request", "id": spec.ident, "category": parcel.category,
            "layout": spec.layout, "attachment": parcel.attachment, "sender": sender, "fields": fields,
            "normalised": normalised, "expected_disposition": parcel.expected,
            "acceptable_dispositions": parcel.accept, "expected_reasons": parcel.reasons,
            "optional_reasons": parcel.optional, "priority": "routine",
            "rationale": parcel.rationale or "Sound request: named person, dated incidents, ground and intended action.",
            "family": spec.family, **parcel.extra}


def table(specs: list[catalogue.Spec]) -> str:
    """The table of the README."""
    rows = [f"| {s.ident} | {s.family} | {s.layout} | {s.peculiar} |" for s in specs]
    return "\n".join(["| Id | Family | Layout | What is peculiar |", "| --- | --- | --- | --- |", *rows]) + "\n"


def main() -> None:
    load_fonts()
    partners = json.loads((ROOT / "partners.json").read_text("utf-8"))["partners"]
    containers.PARTNERS[:] = partners
    (ROOT / "eml").mkdir(exist_ok=True)
    for old in (ROOT / "eml").glob("P*.eml"):
        old.unlink()
    specs, lines = catalogue.specs(), []
    for spec in specs:
        parcel = spec.make()
        raw, sender = render(spec.ident, parcel, partners)
        (ROOT / "eml" / f"{spec.ident}.eml").write_bytes(raw)
        lines.append(manifest_line(spec, parcel, sender))
    (ROOT / "manifest.jsonl").write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), "utf-8")
    readme = ROOT / "README.md"
    head = readme.read_text("utf-8").split("<!-- table -->")[0] if readme.exists() else ""
    readme.write_text(head + "<!-- table -->\n\n" + table(specs), "utf-8")


if __name__ == "__main__":
    main()
