"""The form of an entry: these bytes are sealed and exported, so they never change."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.records.entries import canonical, entry_bytes, stamp
from app.records.vocabulary import CITIZEN, SYSTEM, Actor, Capacity, Move, Role
from tests.records import deeds
from tests.records.conftest import Database

AT = datetime(2026, 11, 24, 18, 38, 7, 42, tzinfo=timezone(timedelta(hours=1)))


def test_a_citizens_post_has_exactly_these_bytes():
    entry = entry_bytes(
        seq=2,
        at=AT,
        sitting="kollektivtrafik",
        subject="question/1",
        move=Move.ASK,
        by=CITIZEN,
        facts={"lang": "sv", "wish": None, "follow_up_to": 7, "flags": "shouting", "late": False},
        commit={"name": "ab" * 32, "body": "cd" * 32},
    )

    assert entry == (
        b'{"actor":"citizen","at":"2026-11-24T17:38:07.000042Z","commit":{"body":"' + b"cd" * 32 + b'",'
        b'"name":"'
        + b"ab"
        * 32
        + b'"},"facts":{"flags":"shouting","follow_up_to":7,"lang":"sv","late":false,'
        b'"wish":null},"move":"ask","role":"citizen","seq":2,"sitting":"kollektivtrafik","subject":"question/1","v":1}'
    )


def test_an_accounts_move_in_the_installations_log_has_exactly_these_bytes():
    politician = Actor(Role.POLITICIAN, account=9, sitting="x", seat="C", capacity=Capacity.HELPER)

    entry = entry_bytes(
        seq=1, at=AT, sitting=None, subject="account/9", move=Move.ENROL, by=politician, facts={}, commit={}
    )

    assert entry == (
        b'{"actor":"account/9","at":"2026-11-24T17:38:07.000042Z","commit":{},"facts":{},"move":"enrol",'
        b'"role":"politician","seq":1,"sitting":null,"subject":"account/9","v":1}'
    )


def test_the_system_acts_under_its_own_name():
    assert SYSTEM.entered_as == "system"


def test_codes_beyond_ascii_are_utf_8_and_not_escaped():
    assert canonical({"parties": "Ö", "a": 1}) == '{"a":1,"parties":"Ö"}'.encode()


def test_a_number_that_json_cannot_write_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical({"share": float("nan")})


def test_a_moment_is_written_in_utc_with_six_decimals():
    assert stamp(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05.000000Z"


def test_the_stored_entry_is_these_bytes_with_the_texts_commitments(database: Database):
    journal = database.journal()
    journal.submit(deeds.create).result()
    journal.submit(deeds.ask, "Hej", name="Åsa").result()
    (body, name) = database.rows("SELECT commitment, made_at FROM text ORDER BY id")

    (entry,) = database.rows("SELECT entry FROM entry WHERE subject = 'question/1'")[0]

    at = str(body[1]).replace(" ", "T").partition("+")[0]
    at = at if "." in at else f"{at}.000000"
    assert bytes(entry).decode() == (
        f'{{"actor":"citizen","at":"{at}Z","commit":{{"body":"{body[0]}","name":"{name[0]}"}},"facts":{{"lang":"sv"}},'
        f'"move":"ask","role":"citizen","seq":2,"sitting":"{deeds.SLUG}","subject":"question/1","v":1}}'
    )
