"""One results field: an odd value costs its own property alone, and lets nothing in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.results import read_results

DOMAIN = "council.example"
PASS = f"dmarc=pass header.from={DOMAIN}"
FAIL = f"dmarc=fail header.from={DOMAIN}"


def read(said: str) -> list[tuple[str, str, dict[str, str]]] | None:
    found = read_results(f"mx.force.example; {said}")
    if found is None:
        return None
    return [(one.method, one.result, dict(one.properties)) for one in found]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("smtp.remote-ip", "2001:db8::1"),
        ("smtp.remote-ip", "2001:db8::"),
        ("policy.iprev", "2001:db8::1"),
        ("smtp.client-ip", "[2001:db8::1]"),
        ("smtp.helo", "[192.0.2.1]"),
        ("smtp.helo", "[IPv6:2001:db8::1]"),
        ("smtp.mailfrom", "<a@x.example>"),
        ("smtp.mailfrom", "<>"),
        ("smtp.mailfrom", "a,b@x.example"),
        ("smtp.mailfrom", "@a.example:b@x.example"),
        ("smtp.mailfrom", "a@[192.0.2.1]"),
    ],
)
def test_an_odd_value_costs_no_other_result(name: str, value: str) -> None:
    for said in (
        f"spf=none {name}={value}; {PASS}",
        f"{PASS}; spf=none {name}={value}",
        f"{PASS}; spf=none {name}={value} (x); dkim=none",
        f"spf=none x.y=z {name}={value} a.b=c; {PASS}",
    ):
        found = read(said)
        assert found is not None
        spf = next(one for one in found if one[0] == "spf")
        assert (spf[1], spf[2][name]) == ("none", value)
        assert ("dmarc", "pass", {"header.from": DOMAIN}) in found


@pytest.mark.parametrize(
    "value",
    [
        "[x;y]",
        f"[x; {PASS}",
        "[x(y]",
        "[x(; dmarc=fail)",
        '[x"y]',
        '["; dmarc=fail; x="]',
        "[x=y]",
        "[x\\\\y]",
        "[x y]",
        "[caf\u00e9]",
    ],
)
def test_a_value_that_could_end_itself_or_begin_another_breaks_the_field(value: str) -> None:
    found = read(f"spf=none smtp.helo={value}; {FAIL}")
    assert found is None or ("dmarc", "fail", {"header.from": DOMAIN}) in found
    if value != f"[x; {PASS}":
        assert found is None


@pytest.mark.parametrize(
    "said",
    [
        f"dmarc=pass header.from=<a@{DOMAIN}>",
        f"dmarc=pass policy.x=[1] header.from={DOMAIN}",
        f"dmarc=pass header.from={DOMAIN}:25",
        f"dmarc/1=pass x.y=::1 header.from={DOMAIN}",
    ],
)
def test_in_a_dmarc_result_nothing_may_be_odd(said: str) -> None:
    assert read(said) is None


def test_a_property_behind_a_quoted_one_is_not_lost() -> None:
    said = f'dkim=pass header.i="@{DOMAIN}" header.d="{DOMAIN}" header.b="a\\"b"; {PASS}'
    found = read(said)
    assert found is not None
    assert found[0][2] == {"header.i": f"@{DOMAIN}", "header.d": DOMAIN, "header.b": 'a"b'}
    assert read(f"spf=pass smtp.mailfrom = {DOMAIN} smtp.helo =x.example") == [
        ("spf", "pass", {"smtp.mailfrom": DOMAIN, "smtp.helo": "x.example"})
    ]


@pytest.mark.parametrize(
    ("said", "about"),
    [
        (f"dmarc=pass (p=none dis=none) d={DOMAIN}", DOMAIN),
        (f"dmarc=Pass (p=none dis=none) D={DOMAIN}", DOMAIN),
        (f"dmarc=pass d={DOMAIN} header.from=other.example", "other.example"),
        (f"dmarc=pass header.from=other.example d={DOMAIN}", "other.example"),
        (f"dmarc=pass d={DOMAIN} d={DOMAIN}", None),
        (f"dmarc=pass d={DOMAIN} d=other.example", None),
        (f"dmarc=pass (d={DOMAIN})", None),
        (f'dmarc=pass reason="d={DOMAIN}"', None),
        (f"dmarc=pass x.d={DOMAIN}", None),
        (f"dmarc=pass; dkim=pass d={DOMAIN}", None),
        (f"dkim=pass d={DOMAIN}; dmarc=pass", None),
    ],
)
def test_a_bare_d_of_a_dmarc_result_is_its_header_from(said: str, about: str | None) -> None:
    found = read(said)
    assert found is not None
    assert [one[2].get("header.from") for one in found if one[0] == "dmarc"] == [about]
    assert all("header.from" not in one[2] for one in found if one[0] != "dmarc")


# What a remote party chooses: its HELO name and reverse-path, as a relay may copy them, bare.
REMOTE = st.text('ax.@<>[]:=;()" \\,', max_size=20)


@settings(max_examples=500)
@given(REMOTE, REMOTE)
def test_no_remote_word_hides_the_relays_dmarc_fail(helo: str, path: str) -> None:
    """Quotes and comments that span the relay's own words are broken, or leave the result alone."""
    for said in (
        f"spf=none smtp.helo=[{helo}] smtp.mailfrom={path}; {FAIL}",
        f"spf=none smtp.helo={helo}; {FAIL}; x=none smtp.mailfrom={path}",
    ):
        found = read(said)
        if found and '"' not in helo + path and "(" not in helo + path:
            assert ("dmarc", "fail") in [one[:2] for one in found]
