"""The chat protocol, spoken with a real server: what is said, what is answered, what is told to whom."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.access import accounts
from app.access.limits import PostLimits, Rate
from app.chat import refusals
from app.records import channels, queries
from app.records.vocabulary import SYSTEM, NotYours, Role
from app.routing import panel
from tests.chat.serving import Served, serving
from tests.routing.stage import SLUG, politician


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as made:
        yield made


async def test_one_question_all_the_way_over_the_chat(served: Served) -> None:
    citizen = await served.talker()
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    centre = await served.talker(await served.signed_in(Role.POLITICIAN, "C"))
    await citizen.say("follow", channel="public", after=0)
    await moderator.say("follow", channel="desk", after=0)
    await centre.say("follow", channel="party", after=0)

    asked = await citizen.say("ask", body="När kommer bussen?", name="Åsa", wish="C")
    desk = (await moderator.until(await head(served, channels.desk(SLUG))))[-2]["question"]
    assigned = await moderator.say("assign", question=asked["number"], party="C", seen=desk["version"])
    task = (await centre.until(await head(served, channels.party(SLUG, "C"))))[-1]["question"]
    await centre.say("answer", question=1, body="Klockan tio.", seen=task["version"])
    await moderator.say("publish", question=1)
    published = (await citizen.until(await head(served, channels.public(SLUG))))[-1]

    assert (asked["number"], set(asked["receipt"])) == (1, {"code", "url"})
    assert (desk["state"], desk["body"], desk["wish"], desk["parties"]) == (
        "received",
        "När kommer bussen?",
        "C",
        [],
    )
    assert assigned["state"] == "assigned"
    assert published["channel"] == "public"
    question = published["question"]
    answers = question.pop("answers")
    assert [(each["party"], each["name"], each["body"]) for each in answers] == [
        ("C", "Cecilia Centerfalk", "Klockan tio.")
    ]
    assert question["at"].endswith("Z")
    assert {name: question[name] for name in ("number", "state", "body", "name", "parties", "position")} == {
        "number": 1,
        "state": "published",
        "body": "När kommer bussen?",
        "name": "Åsa",
        "parties": ["C"],
        "position": 1,
    }
    assert not {"wish", "flags", "reason", "promised", "into"} & set(question)


async def test_the_same_ticket_and_text_is_the_same_post_with_the_same_receipt(served: Served) -> None:
    citizen, ticket = await served.talker(), str(uuid4())

    first = await citizen.say("ask", ticket, body="När kommer bussen?")
    again = await citizen.say("ask", ticket, body="När kommer bussen?")
    other = await citizen.say("ask", ticket, body="När går bussen?")

    assert first == again
    assert (first["number"], other["number"]) == (1, 2)


async def test_a_staff_move_sent_again_is_acknowledged_again_and_done_once(served: Served) -> None:
    moderator, ticket = await served.talker(await served.signed_in(Role.MODERATOR)), str(uuid4())
    await (await served.talker()).say("ask", body="När kommer bussen?")

    first = await moderator.say("hold", ticket, question=1)
    again = await moderator.say("hold", ticket, question=1)
    other = await moderator.say("release", ticket, question=1)

    assert first == again
    assert (other["code"], other["refused"]) == ("malformed", ticket)
    assert len(await served.look(queries.entries, SLUG, "question/1")) == 2


async def test_a_stale_move_is_refused_with_the_question_as_it_stands(served: Served) -> None:
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    await (await served.talker()).say("ask", body="När kommer bussen?")
    await moderator.say("hold", question=1, seen=1)

    refused = await moderator.say("decline", question=1, reason="tone", seen=1)

    assert (refused["code"], refused["question"]["state"], refused["question"]["version"]) == (
        "stale",
        "held",
        2,
    )
    assert refused["message"]


async def test_an_answer_that_names_its_draft_takes_no_colleagues_newer_one_with_it(served: Served) -> None:
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    centre = await served.talker(await served.signed_in(Role.POLITICIAN, "C"))
    await moderator.say("ask", body="När kommer bussen?")
    await moderator.say("assign", question=1, party="C")
    await served.do(panel.save_draft, SLUG, 1, "C", b"Colleague", 0, by=politician("C"))

    refused = await centre.say("answer", question=1, body="Min text", draft=0)
    stands = await served.look(queries.draft, SLUG, 1, "C")
    ticket = str(uuid4())
    sent = await centre.say("answer", ticket, question=1, body="Min text", draft=1)
    await served.do(panel.save_draft, SLUG, 1, "C", b"Another", 0, by=politician("C"))
    again = await centre.say("answer", ticket, question=1, body="Min text", draft=0)

    assert (refused["code"], refused["draft"], stands.body) == ("stale", 1, "Colleague")
    assert (sent["state"], again) == ("answered", sent)


async def test_an_answer_that_names_no_draft_is_sent_as_it_is(served: Served) -> None:
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    centre = await served.talker(await served.signed_in(Role.POLITICIAN, "C"))
    await moderator.say("ask", body="När kommer bussen?")
    await moderator.say("assign", question=1, party="C")
    await served.do(panel.save_draft, SLUG, 1, "C", b"Colleague", 0, by=politician("C"))

    sent = await centre.say("answer", question=1, body="Min text")
    unread = await centre.say("answer", question=1, body="Min text", draft=-1)
    misplaced = await centre.say("request", question=1, body="Min text", draft=1)

    assert sent["state"] == "answered"
    assert await served.look(queries.draft, SLUG, 1, "C") is None
    assert (unread["code"], misplaced["code"]) == ("malformed", "malformed")


@pytest.mark.parametrize(
    ("move", "code"),
    [
        ({"do": "hold", "question": 1}, "not_yours"),
        ({"do": "announce", "body": "Hej"}, "not_yours"),
        ({"do": "close"}, "not_yours"),
        ({"do": "follow", "channel": "desk", "after": 0}, "not_yours"),
        ({"do": "follow", "channel": "party", "after": 0}, "not_yours"),
        ({"do": "follow", "channel": "post", "after": 0}, "unknown"),
        ({"do": "follow", "channel": "post", "after": 0, "token": "gissad"}, "unknown"),
        ({"do": "ask", "body": "  \n"}, "malformed"),
        ({"do": "ask", "body": "x" * 8193}, "too_large"),
        ({"do": "ask", "body": "x", "extra": 1}, "malformed"),
        ({"do": "dance"}, "malformed"),
    ],
)
async def test_what_a_citizen_may_not_or_cannot_is_refused_with_its_ticket_and_a_sentence(
    served: Served, move: dict[str, object], code: str
) -> None:
    citizen, ticket = await served.talker(), str(uuid4())

    await citizen.send(json.dumps({**move, "ticket": ticket}))
    refused = await citizen.reply(ticket)

    assert refused["code"] == code
    assert refused["message"].endswith(".")


@pytest.mark.parametrize(
    "frame",
    ["", "[]", "null", "{", '{"do":"ask","body":"x"}', b"\xff\xfe", '{"do":"ask","ticket":7,"body":"x"}'],
)
async def test_a_frame_without_a_readable_ticket_is_refused_without_one(
    served: Served, frame: str | bytes
) -> None:
    citizen = await served.talker()

    await citizen.send(frame)

    assert (await citizen.reply(None))["code"] == "malformed"
    assert (await citizen.say("ask", body="Hör du mig?"))["number"] == 1


async def test_a_huge_frame_is_refused_before_it_is_read_and_the_talk_goes_on(served: Served) -> None:
    citizen, ticket = await served.talker(), str(uuid4())

    refused = await citizen.say("ask", ticket, body="å" * 40_000)

    assert (refused["code"], refused["refused"]) == ("too_large", ticket)
    assert (await citizen.say("ask", body="Hör du mig?"))["number"] == 1


@pytest.mark.parametrize("sign", ["å", '"', "\x01", "\u202e", "😀"])
async def test_eight_kibibytes_of_anything_readable_pass(served: Served, sign: str) -> None:
    citizen = await served.talker()
    body = sign * (8192 // len(sign.encode()))

    assert (await citizen.say("ask", body=body))["number"] == 1

    assert (await served.look(queries.question, SLUG, 1)).body == body


async def test_a_lone_surrogate_is_malformed_and_never_replaced(served: Served) -> None:
    citizen, ticket = await served.talker(), str(uuid4())

    await citizen.send(json.dumps({"do": "ask", "ticket": ticket, "body": "\ud800"}))

    assert (await citizen.reply(ticket))["code"] == "malformed"
    assert (await served.look(queries.sitting, SLUG)).last_number == 0


async def test_too_many_posts_from_one_address_are_refused_with_how_long_to_wait(served: Served) -> None:
    limits = PostLimits(Rate(2, 600.0), None)
    served.program.app.state.house = replace(served.house, limits=limits)
    citizen, ticket = await served.talker(), str(uuid4())
    await citizen.say("ask", body="Ett")
    await citizen.say("ask", body="Två")

    refused = await citizen.say("ask", ticket, body="Tre")

    assert (refused["code"], refused["refused"]) == ("too_fast", ticket)
    assert " 5 minuter " in refused["message"]
    assert (await served.look(queries.sitting, SLUG)).last_number == 2


async def test_a_post_written_with_escapes_is_counted_all_the_same(served: Served) -> None:
    limits = PostLimits(Rate(1, 600.0), None)
    served.program.app.state.house = replace(served.house, limits=limits)
    citizen, ticket = await served.talker(), str(uuid4())
    await citizen.say("ask", body="Ett")

    await citizen.send(json.dumps({"do": "ask", "ticket": ticket, "body": "x"}).replace("ask", "\\u0061sk"))

    assert (await citizen.reply(ticket))["code"] == "too_fast"


async def test_refusals_are_worded_in_the_readers_language(served: Served) -> None:
    english = await served.talker(query="?lang=en")

    refused = await english.say("hold", question=1)

    assert refused["message"] == refusals.said(NotYours(), "en")


async def test_a_follower_is_told_where_the_channel_stands_and_then_what_it_lacks(served: Served) -> None:
    citizen = await served.talker()
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    for number in range(1, 4):
        await citizen.say("ask", body=f"Fråga {number}")
    standing = await head(served, channels.desk(SLUG))

    followed = await moderator.say("follow", channel="desk", after=0)
    told = await moderator.until(standing)

    assert followed["head"] == standing
    assert followed["epoch"] == served.house.hub.epoch
    assert [frame["question"]["number"] for frame in told if "question" in frame] == [1, 2, 3]
    assert [frame["seq"] for frame in told] == sorted(frame["seq"] for frame in told)
    assert {frame["channel"] for frame in told} == {"desk"}
    sitting = next(frame["sitting"] for frame in told if "sitting" in frame)
    assert (sitting["state"], sitting["paused"], sitting["proposal"]) == ("live", False, "C")


async def test_a_follower_of_another_time_is_told_to_reload(served: Served) -> None:
    citizen = await served.talker()

    beyond = await citizen.say("follow", channel="public", after=1_000_000)
    first = await citizen.socket.recv()
    another = await citizen.say("follow", channel="public", after=0, epoch="another")
    second = await citizen.socket.recv()

    assert beyond["head"] == another["head"]
    assert json.loads(first) == json.loads(second) == {"channel": "public", "reload": True}


async def test_the_asker_follows_the_own_question_by_its_receipt(served: Served) -> None:
    citizen = await served.talker()
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    receipt = (await citizen.say("ask", body="När kommer bussen?", name="Åsa"))["receipt"]
    token = receipt["url"].rsplit("/", 1)[1]

    await citizen.say("follow", channel="post", after=0, token=token)
    await moderator.say("decline", question=1, reason="tone", words="Försök igen, vänligare.")
    told = await citizen.until(await head(served, channels.post(SLUG, 1)))

    last = told[-1]["question"]
    assert (last["state"], last["reason"], last["words"], last["body"]) == (
        "declined",
        "tone",
        "Försök igen, vänligare.",
        "När kommer bussen?",
    )
    assert "flags" not in last


async def test_no_party_is_told_of_anothers_answer_before_it_is_published(served: Served) -> None:
    citizen = await served.talker()
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    centre = await served.talker(await served.signed_in(Role.POLITICIAN, "C"))
    social = await served.talker(await served.signed_in(Role.POLITICIAN, "S"))
    await citizen.say("ask", body="När kommer bussen?")
    await moderator.say("assign", question=1, party=["C", "S"])
    await centre.say("answer", question=1, body="Kanarie.")

    await social.say("follow", channel="party", after=0)
    before = json.dumps(await social.until(await head(served, channels.party(SLUG, "S"))))
    await social.say("answer", question=1, body="Snart.")
    await moderator.say("publish", question=1)
    after = json.dumps(await social.until(await head(served, channels.party(SLUG, "S"))))

    assert "Kanarie" not in before
    assert "Kanarie" in after


async def test_a_question_marked_as_secret_disappears_from_the_party(served: Served) -> None:
    citizen = await served.talker()
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    centre = await served.talker(await served.signed_in(Role.POLITICIAN, "C"))
    await citizen.say("ask", body="Om min sjukdom.")
    await moderator.say("assign", question=1, party="C")
    await centre.say("follow", channel="party", after=await head(served, channels.party(SLUG, "C")))

    marked = await moderator.say("mark", question=1, provision="osl_25_1")
    told = await centre.until(await head(served, channels.party(SLUG, "C")))

    assert marked["state"] == "received"
    assert told[-1]["drop"] == 1
    assert (await moderator.say("mark", question=1, provision="hittepå"))["code"] == "malformed"


async def test_the_moderator_runs_the_sitting_and_tells_everybody(served: Served) -> None:
    citizen = await served.talker()
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    await citizen.say("follow", channel="public", after=await head(served, channels.public(SLUG)))

    announced = await moderator.say("announce", body="Vi tar en paus.")
    paused = await moderator.say("pause")
    closed = await citizen.say("ask", body="Hinner jag?")
    told = await citizen.until(await head(served, channels.public(SLUG)))

    assert announced["announcement"] == 1
    assert paused["state"] == "live"
    assert closed["code"] == "closed"
    assert told[0]["announcement"]["body"] == "Vi tar en paus."
    assert told[1]["sitting"]["paused"] is True


async def test_a_long_question_comes_in_pieces_before_it(served: Served) -> None:
    citizen = await served.talker()
    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    body = '"' * 8192
    await citizen.say("ask", body=body)

    await moderator.say("follow", channel="desk", after=0)
    told = await moderator.until(await head(served, channels.desk(SLUG)))

    question = next(frame["question"] for frame in told if "question" in frame)
    pieces = [frame["piece"] for frame in told if "piece" in frame]
    assert "body" not in question
    assert question["pieces"] == {"question": len(pieces)}
    assert "".join(piece["body"] for piece in pieces) == body
    assert max(len(json.dumps(frame, ensure_ascii=False).encode()) for frame in told) <= 15_000


async def test_what_was_said_before_leaving_is_received(served: Served) -> None:
    citizen = await served.talker()
    for number in range(10):
        await citizen.send(json.dumps({"do": "ask", "ticket": str(uuid4()), "body": f"Fråga {number}"}))

    await citizen.socket.close()

    moderator = await served.talker(await served.signed_in(Role.MODERATOR))
    await moderator.say("follow", channel="desk", after=0)
    while not any(frame.get("question", {}).get("number") == 10 for frame in moderator.told):
        await moderator.hear()


async def test_an_unknown_sitting_is_refused_in_the_handshake(served: Served) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await served.open("/finns-inte/chat")

    assert refused.value.response.status_code == 404


async def test_taking_a_right_away_closes_the_conversation(served: Served) -> None:
    number = await served.do(accounts.enrol, "moa", "Moa", by=SYSTEM)
    await served.do(accounts.grant, number, Role.MODERATOR, sitting=SLUG, by=SYSTEM)
    moderator = await served.talker(await served.cookie(number))
    await moderator.say("follow", channel="desk", after=0)

    served.house.sockets.close_all(number)

    with pytest.raises(ConnectionClosed) as closed:
        await moderator.until(1_000_000)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


async def test_a_follower_who_does_not_read_costs_no_memory_and_gets_all_of_it_later(served: Served) -> None:
    citizen = await served.talker()
    slow = await served.talker(await served.signed_in(Role.MODERATOR), max_queue=1)
    await slow.say("follow", channel="desk", after=0)

    for number in range(60):
        await citizen.say("ask", body=f"{number} " + "å" * 4000)
    standing = await head(served, channels.desk(SLUG))
    told = await slow.until(standing)

    numbers = {frame["question"]["number"] for frame in told if "question" in frame}
    assert numbers == set(range(1, 61))


async def head(served: Served, channel: str) -> int:
    standing: int = await served.look(queries.head, channel)
    return standing


@pytest.mark.parametrize("follows", [True, False])
async def test_a_conversation_is_told_how_long_to_stay_away_when_the_server_stops(
    served: Served, follows: bool
) -> None:
    citizen = await served.talker()
    if follows:
        await citizen.say("follow", channel="public", after=0)
        await citizen.until(await head(served, channels.public(SLUG)))
    await citizen.say("ask", body="När kommer bussen?")

    await served.house.hub.close(away=(2.0, 3.0))

    with pytest.raises(ConnectionClosed) as closed:
        await citizen.hear()
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, 2000 <= int(closed.value.rcvd.reason) <= 3000) == (1012, True)
