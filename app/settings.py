"""Configuration: the only module that reads the environment. Knows what is unsafe in production and refuses it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from app.access.origins import Origins
from app.access.proxies import Proxies
from app.chat.profile import Unfit, of_folder
from app.chat.terms import is_provision
from app.routing.likeness import ALIKE

PREFIX = "FRAGESTUND_"

_LOCAL = ("http://127.0.0.1", "http://localhost", "http://[::1]")


class Settings(BaseModel):
    """Every setting is an environment variable ``FRAGESTUND_NAME`` (docs/settings.md is written from these texts)."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    data: Path = Field(
        Path("data"),
        description="Folder for the embedded database, the lock, the control socket and the keys.",
    )
    database_url: str = Field(
        "", description="PostgreSQL address (postgresql+psycopg://…). Empty: SQLite in the data folder."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    public_url: str = Field(
        "",
        description="The address that citizens use, such as https://fragestund.example.se. Required in production, with https.",
    )
    demo: bool = Field(
        False,
        description="Set by the demo command: plain http on this machine, limits off, reusable sign-in links.",
    )
    patterns: bool = Field(
        False,
        description="Show every part of the pages in every state under /patterns, for designers and developers. The demo always does.",
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses or networks, separated by commas, of the proxies whose X-Forwarded-For and -Proto are believed.",
    )
    authority: str = Field("Region Sundmark", description="The authority that runs the service.")
    authority_url: str = Field("", description="The authority's own site.")
    authority_contact: str = Field(
        "", description="E-mail address or telephone of the authority's customer service."
    )
    profile: str = Field(
        "",
        description="Folder with the authority's graphic profile: profile.css and logo.svg or logo.png (profiles/README.md). Empty: none.",
    )
    embed_origins: str = Field(
        "",
        description="Origins separated by commas, such as https://www.example.se, whose pages may show a sitting in a frame. Empty: none.",
    )
    receipt_key: SecretStr = Field(
        SecretStr(""),
        description="At least 32 characters from which receipts are derived, the same on every machine. Empty: made once in the data folder.",
    )
    posts_per_address: int = Field(
        10, ge=0, description="Posts let in from one address within the time below. 0: no limit."
    )
    posts_window: int = Field(600, ge=1, description="The time in seconds for the limit above.")
    posts_per_second: int = Field(30, ge=0, description="Posts a second let in to one sitting. 0: no limit.")
    invitation_hours: int = Field(72, ge=1, le=336, description="Hours that an invitation is valid.")
    sign_in_idle_hours: int = Field(
        12, ge=1, le=24, description="Hours without activity after which a sign-in ends."
    )
    sign_in_hours: int = Field(24, ge=1, le=72, description="Hours after which a sign-in ends in any case.")
    sweep_after_days: int = Field(
        30,
        ge=0,
        le=3650,
        description="Days after a sitting's close until drafts, notes and messages among staff are taken away: no records. 0: never.",
    )
    provisions: str = Field(
        "osl_21_1,osl_21_3,osl_21_7,osl_25_1,osl_26_1,osl_other",
        description="Secrecy provisions a moderator can choose between, as codes separated by commas: osl_CHAPTER_SECTION of "
        "the Swedish secrecy act, or osl_other.",
    )
    unattended_after: int = Field(
        120,
        ge=0,
        le=86_400,
        description="Seconds without a connected moderator after which answers wait instead of being published, and pages say so. 0: never.",
    )
    waiting_soon: int = Field(
        3,
        ge=1,
        le=1440,
        description="Minutes after which a party is told that somebody waits for its answer.",
    )
    waiting_long: int = Field(
        6, ge=1, le=1440, description="Minutes after which a party is asked to answer or to hand back."
    )
    alike_from: float = Field(
        ALIKE,
        ge=0.2,
        le=1,
        description="From which likeness questions are shown as alike, at the desk and at the form (docs/likeness.md). 1: only equal ones.",
    )
    reconnect_window: int = Field(
        5,
        ge=1,
        le=120,
        description="Seconds over which viewers are sent away at a restart, and over which they spread their coming back.",
    )
    viewers: int = Field(
        20_000,
        ge=0,
        description="Sockets of citizens that may be open at the same time. 0: no limit, as in the demo.",
    )
    viewers_per_address: int = Field(
        4_000,
        ge=0,
        description="The same from one address: an office, a school or a mobile network may share one. 0: no limit, as in the demo.",
    )
    requests_per_address: int = Field(
        1_000,
        ge=0,
        description="Connections for pages that may be open at the same time from one address that is no trusted proxy. 0: no limit, as in the demo.",
    )
    reserve: int = Field(
        1_000,
        ge=0,
        description="Connections kept beyond the viewers, for pages and for those who are signed in.",
    )
    share_port: bool = Field(
        False,
        description="Let another process listen on the same port, so that the next one is there before this one has stopped.",
    )

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ, **given: Any) -> Self:
        """The settings of the environment, overridden by what a command was given.

        An unknown ``FRAGESTUND_*`` is an error: a misspelt setting would otherwise be an unsafe default in silence. Raises
        ``pydantic.ValidationError`` with what is wrong. ``PORT`` alone is understood too, as many platforms set it.
        """
        read = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environment.items()
            if name.startswith(PREFIX)
        }
        if "PORT" in environment:
            read.setdefault("port", environment["PORT"])
        return cls.model_validate(read | {name: value for name, value in given.items() if value is not None})

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _can_be_known(cls, value: str) -> str:
        """Whoever is believed can say who anybody is: a name that is none, and everybody, are refused (S13)."""
        try:
            Proxies.named(_listed(value))
        except ValueError as error:
            raise ValueError(f"must name addresses or networks: {error}") from None
        return value

    @field_validator("embed_origins")
    @classmethod
    def _can_be_framed_by(cls, value: str) -> str:
        """Each one site by its whole origin: no pattern lets in more than was meant (S19)."""
        Origins.listed(_listed(value) or ("https://none.example",), plain_http=True)
        return value

    @field_validator("profile")
    @classmethod
    def _can_be_worn(cls, value: str) -> str:
        """A style sheet that fetches something, or a logotype that runs something, never reaches a reader."""
        try:
            if value:
                of_folder(Path(value))
        except Unfit as error:
            raise ValueError(str(error)) from None
        return value

    @field_validator("provisions")
    @classmethod
    def _can_be_said(cls, value: str) -> str:
        """No code reaches a reader (R-69): each must have words."""
        for code in _listed(value):
            if not is_provision(code):
                raise ValueError(
                    f"FRAGESTUND_PROVISIONS: {code} is no osl_CHAPTER_SECTION, and not osl_other"
                )
        return value

    @model_validator(mode="after")
    def _safe(self) -> Self:
        """Production refuses to start on what would be unsafe (S13, S19)."""
        secret = self.receipt_key.get_secret_value()
        if secret and len(secret) < 32:
            raise ValueError("FRAGESTUND_RECEIPT_KEY must hold at least 32 characters")
        if not self.demo and any(each.startswith("http://") for each in self.embedding):
            raise ValueError("FRAGESTUND_EMBED_ORIGINS must be https origins")
        if not self.demo and not self.public_url.startswith("https://"):
            raise ValueError("FRAGESTUND_PUBLIC_URL must be the https address that citizens use")
        if self.demo and self.host not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("the demo serves this machine only (FRAGESTUND_HOST)")
        return self

    @property
    def url(self) -> str:
        """Where the database is, as an SQLAlchemy address."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'fragestund.db'}"

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins from which pages may post and open sockets."""
        if self.public_url:
            return (self.public_url,)
        return tuple(f"{local}:{self.port}" for local in _LOCAL)

    @property
    def provision_codes(self) -> tuple[str, ...]:
        return _listed(self.provisions)

    @property
    def embedding(self) -> tuple[str, ...]:
        """The origins whose pages may show a sitting in a frame, as browsers write them."""
        listed = _listed(self.embed_origins)
        return tuple(sorted(Origins.listed(listed, plain_http=True).own)) if listed else ()

    @property
    def proxies(self) -> tuple[str, ...]:
        return _listed(self.trusted_proxies)


def _listed(value: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in value.split(",") if each.strip())
