"""What a docx says of a content control beside the words that it shows: two witnesses of one answer.

A control may be bound to a place in a data part of the package; whoever opens the file in Word sees
what is kept there, whatever words stand in the control. And Word marks a control that shows its
prompt, sets the prompt in a style of its own, and keeps it in a glossary: words that are a prompt
by these are no answer though the mark is gone, and others may be one though the mark stands.
Programs that fill in forms get both wrong. Where the witnesses differ, the control is disputed.

STANDARDS: ISO 29500-1 sections 17.5.2.6 (dataBinding), 17.5.2.39 (showingPlcHdr), 17.5.2.25
(placeholder), 17.12 (glossary), 15.2.4 and 15.2.5 (custom XML data and its properties); [MS-OE376] for the parts that
Word binds by fixed numbers.

SECURITY: of XPath only plain steps from the root are followed, by code of ours; a binding that is
written otherwise tells nothing.

ERRORS: none are raised: a data part that cannot be read is no witness.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from models.forms import FieldKind
from parsers.docx_controls import CONTENT, VAL, below, child_of, is_prompting
from parsers.docx_package import Package, W
from parsers.errors import UnreadableError
from parsers.normalise import is_prompt, normalise

_W = f"{{{W}}}"
_PROPERTIES, _BINDING = f"{_W}sdtPr", f"{_W}dataBinding"
_RUN, _TEXT, _RUN_STYLE = f"{_W}r", f"{_W}t", f"{_W}rStyle"
_LISTS: Final = (f"{_W}dropDownList", f"{_W}comboBox")
_PROMPT_STYLE: Final = "placeholder"
MAX_DATA: Final = 50
#: Parts that every package may have, under the numbers by which Word binds to them.
_FIXED: Final = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "docProps/core.xml",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "docProps/app.xml",
}
_MAPPING = re.compile(r"""xmlns:([\w.-]{1,40})\s*=\s*(?:"([^"]{0,400})"|'([^']{0,400})')""")
_STEP = re.compile(r"/(@?)(?:([\w.-]{1,60}):)?([\w.-]{1,200})(?:\[(\d{1,4})\])?")


class Bindings:
    """The data parts and prompts of one package, read when the first control asks for one."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._main = main
        self._parts: dict[str, etree._Element] | None = None
        self._prompts: dict[str, str] | None = None

    def disputes(self, sdt: etree._Element) -> bool:
        """Whether what a control shows is not what the file says of it elsewhere."""
        content = child_of(sdt, CONTENT)
        if content is None:
            return False
        shown = "".join(node.text or "" for node in content.iter(_TEXT))
        prompting = is_prompting(sdt)
        if shown.strip() and not is_prompt(shown):
            prompt = _is_styled(content) or _folded(shown) == _folded(self._prompt(sdt))
            if prompting != prompt:
                return True
        kept = self._kept(sdt)
        return kept is not None and not _agree(sdt, "" if prompting else shown, kept)

    def _kept(self, sdt: etree._Element) -> str | None:
        """What the package keeps for a control; None where it is bound to nothing that is there."""
        binding = below(sdt, _PROPERTIES, _BINDING)
        if binding is None:
            return None
        path = binding.get(f"{_W}xpath") or ""
        prefixes = {
            name: double or single
            for name, double, single in _MAPPING.findall(binding.get(f"{_W}prefixMappings") or "")
        }
        store = (binding.get(f"{_W}storeItemID") or "").upper()
        parts = self._data()
        roots = [parts[store]] if store in parts else [] if store else list(parts.values())
        return next(
            (found for root in roots if (found := _at(root, path, prefixes)) is not None), None
        )

    def _prompt(self, sdt: etree._Element) -> str:
        """The prompt that the package's glossary has for a control; "" where it has none."""
        named = below(sdt, _PROPERTIES, f"{_W}placeholder")
        part = child_of(named, f"{_W}docPart") if named is not None else None
        if part is None:
            return ""
        if self._prompts is None:
            self._prompts = {}
            for target in self._related(self._main, "glossaryDocument")[:1]:
                for one in self._tree(target):
                    name = below(one, f"{_W}docPartPr", f"{_W}name")
                    words = "".join(node.text or "" for node in one.iter(_TEXT))
                    self._prompts[(name.get(VAL) or "") if name is not None else ""] = words
        return self._prompts.get(part.get(VAL) or "", "")

    def _tree(self, target: str) -> list[etree._Element]:
        """The entries of a glossary."""
        try:
            return list(self._package.xml(target).iter(f"{_W}docPart"))
        except UnreadableError:
            return []

    def _data(self) -> dict[str, etree._Element]:
        """The root of each data part, by its number in capitals."""
        if self._parts is None:
            self._parts = {}
            for number, name in _FIXED.items():
                self._keep(number, name)
            for one in self._related(self._main, "customXml"):
                for properties in self._related(one, "customXmlProps"):
                    self._keep(self._number(properties), one)
        return self._parts

    def _related(self, part: str, kind: str) -> list[str]:
        try:
            found = list(self._package.relationships(part, kind))
        except UnreadableError:
            return []
        return [one.target for one in found if not one.external][:MAX_DATA]

    def _number(self, properties: str) -> str:
        try:
            attributes = self._package.xml(properties).attrib
        except UnreadableError:
            return ""
        told = [value for name, value in attributes.items() if str(name).endswith("}itemID")]
        return str(told[0]).upper() if told else ""

    def _keep(self, number: str, name: str) -> None:
        if self._parts is None or not self._package.has(name):
            return
        try:
            self._parts[number or name] = self._package.xml(name)
        except UnreadableError:
            return


def _at(root: etree._Element, path: str, prefixes: dict[str, str]) -> str | None:
    """The words at a plain path ("/a:form[1]/a:name[1]"); None where there is no such place."""
    steps = list(_STEP.finditer(path))
    if not steps or "".join(step[0] for step in steps) != path:
        return None
    here: etree._Element | None = None
    for step in steps:
        attribute, prefix, name, nth = step.groups()
        if prefix and prefix not in prefixes:
            return None
        tag = f"{{{prefixes[prefix]}}}{name}" if prefix else name
        if attribute:
            value = here.get(tag) if here is not None and step is steps[-1] else None
            return None if value is None else str(value)
        found = [root] if here is None and root.tag == tag else []
        found = found if here is None else list(here.iterchildren(tag))
        if int(nth or 1) > len(found) or nth == "0":
            return None
        here = found[int(nth or 1) - 1]
    return None if here is None else "".join(map(str, here.itertext()))


def _is_styled(content: etree._Element) -> bool:
    """Whether all words are set in the style in which Word sets a prompt."""
    styles = []
    for run in content.iter(_RUN):
        if any((node.text or "").strip() for node in run.iterchildren(_TEXT)):
            style = below(run, f"{_W}rPr", _RUN_STYLE)
            styles.append((style.get(VAL) or "") if style is not None else "")
    return bool(styles) and all(_PROMPT_STYLE in style.lower() for style in styles)


def _agree(sdt: etree._Element, shown: str, kept: str) -> bool:
    """Whether the words shown are those kept, or another way to write them."""
    if _folded(shown) == _folded(kept):
        return True
    days = {normalise(FieldKind.DATE, text) for text in (shown, kept)}
    if len(days) == 1 and None not in days:
        return True
    for kind in _LISTS:
        choices = below(sdt, _PROPERTIES, kind)
        for item in choices.iterchildren(f"{_W}listItem") if choices is not None else ():
            value, label = item.get(f"{_W}value"), item.get(f"{_W}displayText")
            if kept == value and _folded(shown) == _folded(label or value or ""):
                return True
    return False


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
