#!/usr/bin/env python3
"""Make a copy of a corpus in which every file has another name and every person and place another.

    scripts/rename_corpus.py FOLDER OUT [--seed N]

FOLDER holds cases.jsonl, partners.json, mail/ and render.py, as the development corpus does. The
copy in OUT is rendered anew (its render.py needs `soffice`), so that a score over OUT shows whether
any rule hangs on a file name, a person or a place. Scores over both folders should be the same.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import io
import json
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

# Words that stand in names and addresses and say what a thing is, not which one.
_ORDINARY_WORDS = """
anyforce path
a ac address all almshouses and anti applicable approved area arrears arson asb association at
avenue back bank behaviour behind believed between borough both bungalow business c called care
centre charity city civic cjsm close co com community constabulary contractor cottage cottages
council county court crescent currently dc delivery disclosure district dr drive east employee
end enforcement essential estate example fire fishing flat flats force forge gardens gate gov
green ground grove gsi gsx guildhall ha hall he healthcare high hill home homeless homes house
household housing housingassociation in including individual information kit known lane last
lettings list local ltd male management manager mansion market mews mill miss mr mrs ms named
neighbourhood neighbourhoods net new nhs no nobody north not number of offending office officer
offices old on order org ownership park partner partnership passage place pnn point police
policing postcode premises private probation programme project property quay reach rear register
request rescue residential residents rise riverside road room row rural safer safety same school
sea sector see service services sgt shared she sheltered shortlist side social south specimen
square state station strategy street supported team temporary tenancy tenant tenants terrace the
they three to tower town trust uk under unit unknown various view void walk way west who whole
whom with withheld www yard young youth
"""
ORDINARY = frozenset(_ORDINARY_WORDS.split())
KEEP_LABELS = {
    "gov",
    "uk",
    "org",
    "net",
    "cjsm",
    "gsi",
    "gsx",
    "pnn",
    "police",
    "nhs",
    "co",
    "com",
    "example",
    "mail",
    "mailbox",
    "lists",
    "yos",
    "probation",
    "mx",
    "relay",
    "anyforce",
}
STARTS = [
    "b",
    "br",
    "c",
    "cl",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gl",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "qu",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
]
MIDDLES = ["a", "e", "i", "o", "u", "ai", "ea", "oo", "ou"]
ENDS = [
    "ck",
    "dle",
    "ll",
    "lm",
    "ms",
    "nd",
    "nn",
    "rb",
    "rd",
    "rk",
    "rn",
    "sk",
    "st",
    "tch",
    "th",
    "vel",
    "wick",
    "zel",
]


class Namer:
    """Gives each word another, always the same, of the same capitals."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invented names, not secrets
        self.known: dict[str, str] = {}

    def add(self, word: str) -> None:
        """Invent a word for `word` unless it has one."""
        key = word.lower()
        while key not in self.known:
            made = "".join(
                self.random.choice(part)
                for part in (STARTS, MIDDLES, ENDS, MIDDLES[:5], ["n", "r", "s", "t"])
            )
            if made not in self.known.values() and made not in ORDINARY:
                self.known[key] = made

    def text(self, text: str) -> str:
        """`text` with every known word replaced, capitals kept."""

        def one(match: re.Match[str]) -> str:
            word = match[0]
            made = self.known.get(word.lower())
            if made is None:
                return word
            if word.isupper() and len(word) > 1:
                return made.upper()
            return made.capitalize() if word[0].isupper() else made

        return re.sub(r"[^\W\d_]+", one, text)


def gather(cases: list[dict[str, str]], partners: dict[str, object], namer: Namer) -> None:
    """Take every name and place out of the cases and the partners."""
    for case in cases:
        for key in (
            "requester_name",
            "subject_name",
            "organisation",
            "subject_address",
            "requester_address",
        ):
            for word in re.findall(r"[^\W\d_]+", case[key]):
                if word[0].isupper() and word.lower() not in ORDINARY and len(word) > 2:
                    namer.add(word)
    for partner in partners["partners"]:  # type: ignore[attr-defined]
        for label in partner["domain"].split("."):
            if label not in KEEP_LABELS:
                namer.add(label)


def renamed_docx(data: bytes, namer: Namer) -> bytes:
    """The same package with names replaced in its XML; anything else is given back as it is."""
    try:
        source = zipfile.ZipFile(io.BytesIO(data))
        if sum(info.file_size for info in source.infolist()) > 5_000_000:
            return data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for info in source.infolist():
                body = source.read(info)
                if info.filename == "word/document.xml":
                    body = re.sub(
                        rb">([^<]+)<",
                        lambda m: b">" + namer.text(m[1].decode("utf-8")).encode() + b"<",
                        body,
                    )
                out.writestr(info, body)
        return target.getvalue()
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, NotImplementedError):
        return data


def renamed_mail(raw: bytes, namer: Namer) -> bytes:
    """A stored message with names replaced in its text and in the Word files it carries."""
    text = raw.decode("latin-1")

    def block(match: re.Match[str]) -> str:
        try:
            data = base64.b64decode(match[0], validate=False)
        except (ValueError, binascii.Error):
            return match[0]
        new = renamed_docx(data, namer)
        if new == data:
            return match[0]
        return (
            base64.encodebytes(new)
            .decode("ascii")
            .replace("\n", "\r\n" if "\r\n" in match[0] else "\n")
        )

    pieces = re.split(
        r"((?:^[A-Za-z0-9+/]{60,}={0,2}\r?\n)+(?:^[A-Za-z0-9+/=]+\r?\n)?)", text, flags=re.MULTILINE
    )
    out = [
        block(re.match(r"(?s).*", piece)) if n % 2 else namer.text(piece)  # type: ignore[arg-type]
        for n, piece in enumerate(pieces)
    ]
    return "".join(out).encode("latin-1", "replace")


def main() -> int:
    """Make the copy."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    shutil.copytree(args.folder, args.out, copy_function=shutil.copyfile)
    for path in [args.out, *args.out.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    namer = Namer(args.seed)
    cases = [
        json.loads(line) for line in (args.out / "cases.jsonl").read_text("utf-8").splitlines()
    ]
    partners = json.loads((args.out / "partners.json").read_text("utf-8"))
    gather(cases, partners, namer)
    words = (
        "requester_name",
        "organisation",
        "requester_address",
        "subject_name",
        "subject_address",
        "summary",
        "grounds",
        "potential_actions",
    )
    for case in cases:
        for key in words:
            case[key] = namer.text(case[key])
    renderer = args.out / "render.py"
    for partner in partners["partners"]:
        partner["organisation"] = namer.text(partner["organisation"])
        domain, partner["domain"] = partner["domain"], namer.text(partner["domain"])
        # render.py names one of them itself, for a form that names no organisation
        renderer.write_text(renderer.read_text("utf-8").replace(domain, partner["domain"]), "utf-8")
    (args.out / "cases.jsonl").write_text(
        "".join(json.dumps(c, ensure_ascii=False) + "\n" for c in cases), "utf-8"
    )
    (args.out / "partners.json").write_text(json.dumps(partners, indent=1), "utf-8")
    listing = args.out / "mail" / "mail.jsonl"
    listing.write_text(namer.text(listing.read_text("utf-8")), "utf-8")
    for file in (args.out / "mail").glob("*.eml"):
        file.write_bytes(renamed_mail(file.read_bytes(), namer))
    subprocess.run([sys.executable, str(args.out / "render.py")], check=True)
    shuffle_files(args.out, namer)
    return 0


def shuffle_files(out: Path, namer: Namer) -> None:
    """Give every message another file name, in the manifest too."""
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").splitlines()]
    numbers = namer.random.sample(range(10_000, 99_999), len(lines))
    for line, number in zip(lines, numbers, strict=True):
        old = out / line["file"]
        if not old.exists():
            old = out / "mail" / line["file"]
        new = old.with_name(f"message-{number}.eml")
        old.rename(new)
        line["file"] = str(new.relative_to(out))
    (out / "manifest.jsonl").write_text(
        "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), "utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
