from __future__ import annotations

import pytest

from parsers.label_numbers import unnumbered
from parsers.label_text import words_of
from parsers.labels import labels_of
from tests.parsers.pages import agreement


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Designated Requesting Officer Name:", "requester_name"),
        ("NAME OF DATA SUBJECT", "subject_name"),
        ("Data subject's name", "subject_name"),
        ("Q7. Born", "subject_dob"),
        ("D.O.B. (dd/mm/yyyy)", "subject_dob"),
        ("Tel. no.", "telephone"),
        ("NI number / other reference", "subject_ref"),
        ("Tenant's current address", "subject_address"),
        ("Q10. From what date?", "date_from"),
        ("What information do you need?", "summary"),
        ("Lawful basis for disclosure (e.g. Crime and Disorder Act)", "grounds"),
        ("How will the information be used?", "potential_actions"),
        ("What is your daytime telephone number?", "telephone"),
        ("Which agency do you represent?", "organisation"),
        ("What is your address?", "requester_address"),
        ("What is their address?", "subject_address"),
        ("Please enter his date of birth", "subject_dob"),
        ("Who made this request?", "requester_name"),
        ("Dyddiad geni", "subject_dob"),
        ("Rhif ffôn", "telephone"),
        ("Sefydliad / Organisation", "organisation"),
        ("Landlord | Agency", "organisation"),
        ("Data nascita / Date of Birth", "subject_dob"),
        ("Sail gyfreithiol – Legal basis", "grounds"),
    ],
)
def test_a_label_is_known_in_other_words_and_order(printed: str, key: str) -> None:
    meaning = labels_of(agreement()).meaning(printed.rstrip(":"))
    assert meaning is not None
    assert meaning.fields == (key,)


def test_address_and_name_belong_to_several_fields() -> None:
    labels = labels_of(agreement())
    for printed in ("Address", "Name"):
        meaning = labels.meaning(printed)
        assert meaning is not None
        assert len(meaning.fields) > 1


def test_a_typing_error_is_found_only_where_asked_for() -> None:
    labels = labels_of(agreement())
    assert labels.meaning("Organistaion") is None
    meaning = labels.meaning("Organistaion", fuzzy=True)
    assert meaning is not None
    assert meaning.fields == ("organisation",)
    assert meaning.score < 100


@pytest.mark.parametrize("text", ["John Smith", "14 Oak Road", "", "x" * 500, "An injunction."])
def test_answers_are_no_labels(text: str) -> None:
    assert labels_of(agreement()).meaning(text, fuzzy=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "Name / Telephone",  # two fields in one place are neither
        "Witness / Name",
        "Organisation / Date of Birth",
        "Is the person known to be vulnerable?",
        "What is your dog called?",
        "Please confirm the date of birth",  # what requesters write
        "Oak House / Elm House",
    ],
)
def test_words_beside_a_label_or_a_question_of_another_kind_are_no_label(text: str) -> None:
    meaning = labels_of(agreement()).meaning(text)
    assert meaning is None or not meaning.fields


def test_numbering_is_taken_off_and_initials_are_not() -> None:
    assert unnumbered("Section 2 - Data Subject") == ("Data Subject", True)
    assert unnumbered("3) Request") == ("Request", True)
    assert unnumbered("D.O.B.") == ("D.O.B.", False)


def test_every_label_of_the_form_is_known() -> None:
    labels = labels_of(agreement())
    for field in agreement().fields:
        for label in field.labels:
            meaning = labels.meaning(label)
            assert meaning is not None, label
            assert field.key in meaning.fields, label
            assert words_of(label)


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("2.1 Name", "Name"),
        ("2.1. Name", "Name"),
        ("2(a) Name", "Name"),
        ("(2)(a)(ii) Name", "(ii) Name"),
        ("2a) Name", "Name"),
        ("C3 Name", "Name"),
        ("C.3: Name", "Name"),
        ("3.1.2 Name", "Name"),
        ("D.O.B.", "D.O.B."),
        ("N.I. number", "N.I. number"),
        ("1st name", "1st name"),
        ("e.g. name", "e.g. name"),
        ("12/03/2025", "12/03/2025"),
    ],
)
def test_numbers_of_several_parts_are_taken_off_and_initials_are_not(label: str, bare: str) -> None:
    assert unnumbered(label)[0] == bare
