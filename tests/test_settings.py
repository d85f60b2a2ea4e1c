"""What is read from the environment, and what is refused because it would be unsafe (S13, S19)."""

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from app.cli import app
from app.settings import Settings

PRODUCTION = {"FRAGESTUND_PUBLIC_URL": "https://fragestund.example.se"}


def test_production_with_an_https_address_has_the_limits_on():
    settings = Settings.read(PRODUCTION)

    assert (settings.posts_per_address, settings.posts_window, settings.posts_per_second) == (10, 600, 30)
    assert (settings.invitation_hours, settings.demo) == (72, False)


@pytest.mark.parametrize(
    "unsafe",
    [
        {"FRAGESTUND_PUBLIC_URL": ""},
        {"FRAGESTUND_PUBLIC_URL": "http://fragestund.example.se"},
        {"FRAGESTUND_RECEIPT_KEY": "short"},
        {"FRAGESTUND_TRUSTED_PROXIES": "*"},
        {"FRAGESTUND_TRUSTED_PROXIES": "proxy.example.se"},
        {"FRAGESTUND_TRUSTED_PROXIES": "10.0.0.1, 0.0.0.0/0"},
        {"FRAGESTUND_TRUSTED_PROXY": "10.0.0.1"},
        {"FRAGESTUND_PROVISIONS": "osl_whatever"},
        {"FRAGESTUND_EMBED_ORIGINS": "*"},
        {"FRAGESTUND_EMBED_ORIGINS": "https://*.example.se"},
        {"FRAGESTUND_EMBED_ORIGINS": "https://www.example.se/fragor"},
        {"FRAGESTUND_EMBED_ORIGINS": "http://www.example.se"},
    ],
)
def test_what_would_be_unsafe_is_refused_with_its_name(unsafe: dict[str, str]):
    with pytest.raises(ValidationError) as refused:
        Settings.read(PRODUCTION | unsafe)

    (error,) = refused.value.errors()
    (name,) = unsafe
    assert name in error["msg"] or error["loc"] == (name.removeprefix("FRAGESTUND_").lower(),)


def test_proxies_are_named_by_address_or_network():
    settings = Settings.read(PRODUCTION | {"FRAGESTUND_TRUSTED_PROXIES": "10.0.0.1, 10.1.0.0/16"})

    assert settings.proxies == ("10.0.0.1", "10.1.0.0/16")


def test_sites_that_may_show_a_sitting_are_named_by_their_whole_origin():
    named = "https://www.example.se, https://intra.example.se:8443"

    assert Settings.read(PRODUCTION).embedding == ()
    assert Settings.read(PRODUCTION | {"FRAGESTUND_EMBED_ORIGINS": named}).embedding == (
        "https://intra.example.se:8443",
        "https://www.example.se",
    )


def test_the_demo_serves_this_machine_only():
    with pytest.raises(ValidationError, match="FRAGESTUND_HOST"):
        Settings.read({"FRAGESTUND_DEMO": "1", "FRAGESTUND_HOST": "0.0.0.0"})


def test_serving_citizens_as_a_demo_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FRAGESTUND_DEMO", "1")

    ended = CliRunner().invoke(app, ["serve"])

    assert (ended.exit_code, "FRAGESTUND_DEMO" in ended.output) == (2, True)
