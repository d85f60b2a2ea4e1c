"""A sitting's seats in the browser: any number, in their order, without a script (M4, M22)."""

import httpx2
import pytest

from app.records.vocabulary import (
    Malformed,
    OutOfTurn,
    Refusal,
    TooLarge,
)
from app.routing import desk
from tests.chat.offices import Office, beside, focused, held, sentence, value, words
from tests.routing.stage import MOA, SLUG

EMPTY = Malformed("empty")


def rows(*codes: str, **changes: str) -> dict[str, str]:
    """A filled in form of seats."""
    fields: dict[str, str] = {}
    for number, code in enumerate(codes):
        seat = {"code": code, "name": f"Parti {code}", "colour": "#123456", "site": "https://example.se/"}
        fields |= {f"seat-{number}-{name}": given for name, given in seat.items()}
    return {**fields, **changes}


async def test_any_number_of_seats_is_saved_in_their_order(office: Office, olle: httpx2.AsyncClient) -> None:
    codes = [f"P{number}" for number in range(40)]

    reply = await olle.post(f"/{SLUG}/settings/seats", data=rows(*codes, **{"seat-3-member": "Mia Mann"}))

    after = await held(office)
    assert reply.headers["location"] == f"/{SLUG}/settings?done=seats"
    assert [seat.code for seat in after.seats] == codes
    assert (after.seats[3].member, after.seats[3].site) == ("Mia Mann", "https://example.se/")


@pytest.mark.parametrize(
    ("act", "codes", "focus"),
    [
        ("up-1", ["S", "C", "M"], "down-0"),
        ("up-0", ["C", "S", "M"], "down-0"),
        ("down-0", ["S", "C", "M"], "down-1"),
        ("down-2", ["C", "S", "M"], "up-2"),
        ("remove-1", ["C", "M"], "seat-1-code"),
        ("add", ["C", "S", "M", ""], "seat-3-code"),
        ("nonsense", ["C", "S", "M", ""], "seat-3-code"),
        ("up-99", ["C", "S", "M", ""], "seat-3-code"),
    ],
)
async def test_rows_move_about_without_a_script_and_nothing_is_saved_yet(
    office: Office, olle: httpx2.AsyncClient, act: str, codes: list[str], focus: str
) -> None:
    before = await held(office)
    typed = {**rows("C", "S", "M"), "seat-2-helper": "Halvskri", "seen": "1", "act": act}

    reply = await olle.post(f"/{SLUG}/settings/seats", data=typed)

    assert reply.status_code == 200
    assert [value(reply, f"seat-{number}-code") for number in range(len(codes))] == codes
    assert value(reply, f"seat-{codes.index('M')}-helper") == "Halvskri"
    assert value(reply, "seen") == "1"
    assert f"seat-{len(codes)}-code" not in reply.text
    assert focused(reply) == focus
    assert await held(office) == before


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("seat-1-code", "", EMPTY),
        ("seat-1-code", "c", Malformed("code")),
        ("seat-1-code", "C", Malformed("code_twice")),
        ("seat-1-code", "<b>", Malformed("code")),
        ("seat-1-name", " ", EMPTY),
        ("seat-1-colour", "red", Malformed("colour")),
        (
            "seat-1-colour",
            "#12345g",
            Malformed("colour"),
        ),
        ("seat-1-site", "javascript:alert(1)", Malformed("site")),
        ("seat-1-site", "example.se", Malformed("site")),
        ("seat-1-member", "x" * 201, TooLarge("text", most=200)),
        ("seat-1-helper", "a\x07b", Malformed("encoding")),
    ],
)
async def test_a_seat_that_cannot_be_is_told_beside_its_field(
    office: Office, olle: httpx2.AsyncClient, field: str, given: str, said: Refusal
) -> None:
    before = await held(office)

    reply = await olle.post(f"/{SLUG}/settings/seats", data=rows("C", "S", "M", **{field: given}))

    assert reply.status_code in (400, 413)
    assert beside(reply, field) == sentence(said)
    assert focused(reply) == field
    assert (
        value(reply, "seat-2-code"),
        value(reply, "seat-1-site" if "site" in field else "seat-2-name"),
    ) == (
        "M",
        given if "site" in field else "Parti M",
    )
    assert await held(office) == before


async def test_everything_that_is_wrong_with_a_seat_is_told_at_once(olle: httpx2.AsyncClient) -> None:
    wrong = {
        "seat-0-code": "c",
        "seat-0-colour": "red",
        "seat-0-site": "x",
        "seat-1-code": "S",
        "seat-2-name": "",
    }

    reply = await olle.post(f"/{SLUG}/settings/seats", data={**rows("C", "S", "S"), **wrong})

    told = ("seat-0-code", "seat-0-colour", "seat-0-site", "seat-2-code", "seat-2-name")
    assert [beside(reply, field) for field in told] == [
        sentence(each) for each in (*map(Malformed, ("code", "colour", "site", "code_twice")), EMPTY)
    ]
    assert focused(reply) == "seat-0-code"


async def test_an_empty_row_is_no_seat(office: Office, olle: httpx2.AsyncClient) -> None:
    empty = {"seat-1-code": " ", "seat-1-name": "", "seat-1-colour": "#666666", "seat-1-site": ""}

    await olle.post(f"/{SLUG}/settings/seats", data={**rows("C", "S", "M"), **empty})

    assert [seat.code for seat in (await held(office)).seats] == ["C", "M"]


async def test_a_party_that_has_been_asked_stays_and_comes_back_into_the_form(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    await olle.post(f"/{SLUG}/questions", data={"body": "Till C?"})
    await office.served.do(desk.assign, SLUG, 1, ("C",), by=MOA)

    reply = await olle.post(f"/{SLUG}/settings/seats", data=rows("S", "M"))

    assert reply.status_code == 409
    assert sentence(OutOfTurn("asked", party="C")) in words(reply)
    assert [value(reply, f"seat-{number}-code") for number in range(3)] == ["S", "M", "C"]
    assert [seat.code for seat in (await held(office)).seats] == ["C", "S", "M"]


async def test_seats_decided_on_an_older_version_are_shown_beside_those_that_stand(
    office: Office, olle: httpx2.AsyncClient
) -> None:
    seen = value(await olle.get(f"/{SLUG}/settings/seats"), "seen")
    await olle.post(f"/{SLUG}/settings/seats", data={**rows("C", "S"), "seen": seen})

    stale = await olle.post(f"/{SLUG}/settings/seats", data={**rows("M", "V"), "seen": seen})
    again = await olle.post(f"/{SLUG}/settings/seats", data={**rows("M", "V"), "seen": value(stale, "seen")})

    assert stale.status_code == 409
    assert "Nu ser platserna ut så här: C, Parti C" in words(stale)
    assert [value(stale, f"seat-{number}-code") for number in range(2)] == ["M", "V"]
    assert (again.status_code, [seat.code for seat in (await held(office)).seats]) == (303, ["M", "V"])
