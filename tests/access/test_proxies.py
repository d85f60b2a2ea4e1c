"""Whose word counts about where a request came from (S13)."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.proxies import Client, Proxies, apply

TRUSTED = Proxies.named(["10.0.0.1", "192.168.0.0/16", "2001:db8:ffff::/48", "unix"])


def told(*values: str, name: bytes = b"x-forwarded-for") -> list[tuple[bytes, bytes]]:
    return [(name, value.encode("latin-1")) for value in values]


@pytest.mark.proves("S13")
@pytest.mark.parametrize(
    ("headers", "client"),
    [
        ([], "10.0.0.1"),
        (["203.0.113.9"], "203.0.113.9"),
        (["  203.0.113.9 "], "203.0.113.9"),
        (["203.0.113.9:5123"], "203.0.113.9"),
        (['"203.0.113.9"'], "203.0.113.9"),
        (["2001:db8::7"], "2001:db8::7"),
        (["[2001:db8::7]:5123"], "2001:db8::7"),
        (["[2001:db8::7]"], "2001:db8::7"),
        (["::ffff:203.0.113.9"], "203.0.113.9"),
        (["fe80::1%eth0"], "fe80::1"),
        # The client makes up the left part; the right part was written by proxies.
        (["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        (["1.1.1.1,203.0.113.9,192.168.3.4"], "203.0.113.9"),
        (["1.1.1.1, 203.0.113.9", "192.168.3.4"], "203.0.113.9"),
        (["1.1.1.1", "203.0.113.9"], "203.0.113.9"),
        (["203.0.113.9, 2001:db8:ffff::2, 192.168.3.4"], "203.0.113.9"),
        (["192.168.1.1, 192.168.3.4"], "192.168.1.1"),
        # What cannot be read ends the search at the last that could be.
        (["203.0.113.9, unknown"], "10.0.0.1"),
        (["203.0.113.9, _hidden, 192.168.3.4"], "192.168.3.4"),
        (["203.0.113.9,"], "10.0.0.1"),
        ([""], "10.0.0.1"),
        (["999.1.1.1"], "10.0.0.1"),
        (["[2001:db8::7"], "2001:db8::7"),
        (["203.0.113.9\xa0x"], "10.0.0.1"),
    ],
)
def test_the_client_is_the_first_from_the_near_end_that_is_no_trusted_proxy(headers: list[str], client: str):
    assert TRUSTED.client("10.0.0.1", False, told(*headers)) == Client(client, False)


@pytest.mark.proves("S13")
@pytest.mark.parametrize(
    ("values", "secure"),
    [
        (["https"], True),
        (["HTTPS"], True),
        (["wss"], True),
        (["http"], False),
        (["https, http"], False),
        (["http", "https"], True),
        (["http, https"], True),
        (["gopher"], False),
        ([""], False),
        (["https;"], False),
    ],
)
def test_the_nearest_proxys_word_about_https_counts(values: list[str], secure: bool):
    assert TRUSTED.client("10.0.0.1", False, told(*values, name=b"x-forwarded-proto")).secure is secure


@pytest.mark.proves("S13")
@given(
    st.ip_addresses().map(str).filter(lambda host: not TRUSTED.trusts(host)),
    st.lists(st.sampled_from(["203.0.113.9", "10.0.0.1", "https", ""]), max_size=3),
    st.booleans(),
)
def test_nobody_else_is_believed(peer: str, values: list[str], secure: bool):
    headers = told(*values) + told(*values, name=b"x-forwarded-proto")

    assert TRUSTED.client(peer, secure, headers) == Client(peer, secure)
    assert Proxies().client("10.0.0.1", secure, headers) == Client("10.0.0.1", secure)


@given(st.lists(st.text(st.characters(max_codepoint=255), max_size=20), max_size=4))
def test_whatever_is_told_the_client_is_an_address(values: list[str]):

    host = TRUSTED.client("10.0.0.1", False, told(*values)).host

    assert host is not None
    assert str(ip_address(host)) == host


def test_a_proxy_on_a_local_socket_has_to_be_named_as_one():
    headers = told("203.0.113.9")

    assert TRUSTED.client(None, False, headers).host == "203.0.113.9"
    assert Proxies.named(["10.0.0.1"]).client(None, False, headers).host is None


@pytest.mark.proves("S13", "S19")
@pytest.mark.parametrize(
    "names", [["*"], ["10.0.0.1", "*"], ["0.0.0.0/0"], ["::/0"], ["proxy.example"], ["10.0.0.0/99"]]
)
def test_everybody_and_nobody_in_particular_are_refused_at_start(names: list[str]):
    with pytest.raises(ValueError, match=r"."):
        Proxies.named(names)


def test_blank_names_are_no_proxies():
    assert Proxies.named(["", " "]) == Proxies()


@pytest.mark.parametrize(
    ("scheme", "becomes"), [("http", "https"), ("ws", "wss"), ("https", "https"), ("wss", "wss")]
)
def test_the_programs_view_of_a_request_is_that_of_the_browser(scheme: str, becomes: str):
    scope = {"client": ("10.0.0.1", 5123), "scheme": scheme}

    apply(TRUSTED, scope, told("203.0.113.9") + told("https", name=b"x-forwarded-proto"))

    assert scope == {"client": ("203.0.113.9", 0), "scheme": becomes}


def test_without_proxies_the_programs_view_is_the_servers():
    scope = {"client": ("203.0.113.9", 5123), "scheme": "ws"}

    apply(Proxies(), scope, told("1.1.1.1") + told("https", name=b"x-forwarded-proto"))

    assert scope == {"client": ("203.0.113.9", 5123), "scheme": "ws"}
