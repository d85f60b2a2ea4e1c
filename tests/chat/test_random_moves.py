"""Random moves by several actors: every page at a number plus the frames since is the page fetched anew, and nothing leaks."""

import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.chat import content as contents
from app.chat import telling
from app.chat.alike import Alikes
from app.chat.frames import html_frame
from app.chat.newsroom import JSON, html
from app.chat.place import Kind, Place
from app.chat.seen import PublicQuestion
from app.records import channels, pieces, queries
from app.records.reading import Snapshot
from app.records.views import QuestionView
from app.records.vocabulary import (
    DeclineReason,
    EditReason,
    HandBackReason,
    Move,
    ReferTo,
    Refusal,
    SittingState,
    UnpublishReason,
)
from app.routing import approval, desk, marks, panel, publishing, rounds, sittings
from app.routing.lifecycle import TABLE
from app.routing.rounds import Round
from tests.chat.listening import Ear, Floor, Page, floor
from tests.routing.stage import MALIK, MOA, SLUG, Stage, politician

STEPS = 60
FOLLOWED = [
    (channels.public(SLUG), html("sv")),
    (channels.public(SLUG), html("en")),
    (channels.public(SLUG), JSON),
    (channels.desk(SLUG), html("sv")),
    (channels.desk(SLUG), JSON),
    (channels.party(SLUG, "C"), html("sv")),
    (channels.party(SLUG, "C"), JSON),
    (channels.party(SLUG, "S"), JSON),
    *((channels.post(SLUG, number), form) for number in (1, 2, 3) for form in (html("en"), JSON)),
]


# Else most questions would come to nothing, and the page would stay empty.
OFTEN = {Move.ASSIGN: 12, Move.ANSWER: 12, Move.PUBLISH: 8, Move.REPUBLISH: 4, Move.REOPEN: 4, Move.UNMARK: 8}


@dataclass
class Watch:
    """Somebody who follows a channel from some moment on."""

    channel: str
    form: str
    page: Page = field(default_factory=Page)
    said: dict[str, Any] = field(default_factory=dict)
    ear: Ear = field(default_factory=Ear)
    texts: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Take in what has been told."""
        frames, self.ear.pieces = self.ear.frames, []
        self.texts += [json.dumps(frame, ensure_ascii=False) for frame in frames]
        if self.form != JSON:
            self.page.apply(frames)
            return
        for frame in frames:
            self._take(frame)

    def _take(self, frame: dict[str, Any]) -> None:
        for kind in ("question", "announcement"):
            if kind in frame:
                self.said[f"{kind}/{frame[kind]['number']}"] = frame[kind]
        if "sitting" in frame:
            self.said["sitting"] = frame["sitting"]
        if "drop" in frame:
            self.said.pop(f"question/{frame['drop']}", None)

    @property
    def shown(self) -> dict[str, Any]:
        return self.said if self.form == JSON else self.page.things


def fetched_anew(session: Snapshot, channel: str, form: str) -> dict[str, Any]:
    """What the channel's audience sees now, from the records and without its news."""
    place = Place.named(channel)
    numbers = range(1, queries.sitting(session, SLUG).last_number + 1)
    things = ["sitting"] if place.kind is not Kind.POST else []
    things += [f"announcement/{each.number}" for each in queries.announcements(session, SLUG)]
    things += [f"question/{number}" for number in numbers]
    things += [f"withdrawn/{number}" for number in numbers] if place.kind is Kind.PUBLIC else []
    stand = contents.content(session, place, things, Alikes())
    if place.kind is Kind.POST:
        things = [f"question/{place.number}"]
    if form == JSON:
        said = [telling.messages(stand, thing)[-1] for thing in things]
        return {key: value for each in said for key, value in keyed(each)}
    things += [part for view in stand.questions.values() for part in parts_of(stand, view)]
    put = [html_frame(stand, form.removeprefix("html:"), thing) for thing in things]
    return {each["put"]: (each["in"], each["at"], each["html"]) for each in put if "put" in each}


def keyed(message: dict[str, Any]) -> list[tuple[str, Any]]:
    named = [(kind, message[kind]) for kind in ("question", "announcement") if kind in message]
    return [(f"{kind}/{thing['number']}", thing) for kind, thing in named] + [
        ("sitting", message["sitting"]) for _ in [0] if "sitting" in message
    ]


def parts_of(stand: contents.Content, view: QuestionView) -> list[str]:
    seen = telling.seen_question(stand, view)
    if not isinstance(seen, PublicQuestion):
        return []
    answers = [(answer.party, answer.body) for answer in seen.answers]
    return pieces.parts(seen.number, [(pieces.QUESTION, seen.body), *answers])


@dataclass
class Play:
    """Moves made by chance, and the words that each text can be known by."""

    stage: Stage
    chance: random.Random
    words: int = 0

    def word(self, kind: str) -> str:
        self.words += 1
        return f"{kind}{self.words}kanarie"

    def text(self, kind: str) -> bytes:
        long = " lång" * 2500 if self.chance.random() < 0.1 else ""
        return (self.word(kind) + (long[: 8000 - 40])).encode()

    def step(self) -> None:
        """One move; it may be refused."""
        try:
            self._one()
        except Refusal:
            return

    def _one(self) -> None:
        number = self.stage.sitting().last_number
        if number < 3 or self.chance.random() < 0.2:
            root = self.chance.randint(1, number) if number and self.chance.random() < 0.5 else None
            self.stage.ask(self.text("fråga").decode(), name=b"Namn", wish="C", follow_up_to=root)
        elif self.chance.random() < 0.12:
            self._on_sitting()
        else:
            view = self.stage.question(self.chance.randint(1, number))
            moves = self._moves(view)
            open_now = [move for move in TABLE[view.state] if move in moves]
            weights = [OFTEN.get(move, 1) for move in open_now]
            moves[self.chance.choices(open_now, weights)[0]]()

    def _on_sitting(self) -> None:
        later = self.stage.clock.now + timedelta(hours=5)
        do, chance = self.stage.do, self.chance
        chance.choice(
            [
                lambda: do(sittings.pause, SLUG, by=MOA),
                lambda: do(sittings.resume, SLUG, by=MOA),
                lambda: do(sittings.extend, SLUG, end=later, by=MOA),
                lambda: do(desk.announce, SLUG, self.word("avisering").encode(), by=MALIK),
            ]
        )()

    def _moves(self, view: QuestionView) -> Mapping[Move, Callable[[], Any]]:
        number, chance = view.number, self.chance
        party = chance.choice(view.asked_of or ("C",))
        others = [each for each in range(1, self.stage.sitting().last_number + 1) if each != number]

        def do(fn: Callable[..., Any], *args: Any, by: Any = MOA) -> Callable[[], Any]:
            return lambda: self.stage.do(fn, SLUG, number, *args, by=by)

        by = politician(party)
        of = chance.choice(("question", party))
        soon = Round(self.stage.clock.now + timedelta(minutes=10), 9000)
        asked = ((("C",), None, None), (("C", "S"), None, None), (("S", "C"), None, None), ((), None, soon))
        day = (self.stage.clock.now + timedelta(days=3)).date()
        return {
            Move.ASSIGN: do(desk.assign, *chance.choice(asked)),
            Move.REASSIGN: do(desk.reassign, chance.choice((("C",), ("S",), ("C", "M")))),
            Move.TAKE_BACK: do(desk.take_back),
            Move.HOLD: do(desk.hold),
            Move.RELEASE: do(desk.release),
            Move.DECLINE: do(desk.decline, DeclineReason.TONE, b"Ord"),
            Move.MERGE: do(desk.merge, chance.choice(others)),
            Move.REFER: do(desk.refer, ReferTo.CUSTOMER_SERVICE),
            Move.REOPEN: do(desk.reopen),
            Move.LAPSE: do(desk.lapse),
            Move.ANSWER: do(panel.answer, self.text(f"svar-{party}-"), by=by),
            Move.HAND_BACK: do(panel.hand_back, HandBackReason.NOT_OURS, by=by),
            Move.PROMISE: do(panel.promise, day, by=by),
            Move.RETURN: do(marks.return_, b"Kortare", party),
            Move.EDIT: do(marks.edit, self.text("lydelse"), EditReason.WORDING),
            Move.MARK: do(marks.mark, "osl_21_1"),
            Move.UNMARK: do(marks.unmark),
            Move.PUBLISH: do(publishing.publish),
            Move.CORRECT: do(publishing.correct, of, self.text("rättat"), EditReason.FACT),
            Move.UNPUBLISH: do(publishing.unpublish, UnpublishReason.PRIVACY),
            Move.REPUBLISH: do(publishing.republish),
            Move.END_ROUND: do(rounds.end_round),
            Move.REQUEST: do(approval.request, self.text("rättelse"), by=by),
            Move.DISMISS: do(approval.dismiss, b"Det var inte fel"),
        }


def visible(stage: Stage, kind: Kind, code: str = "") -> set[str]:
    """The words that this audience may see now, worked out from the records by rules of their own."""
    found: set[str] = set()
    for number in range(1, stage.sitting().last_number + 1):
        view = stage.question(number)
        own = next((answer for answer in view.answers if answer.party == code), None)
        secret = view.provision is not None
        if kind is Kind.PARTY and own is not None and not secret:
            found |= words_in(view.body, view.wording, view.wording_draft, own.sent, own.body, own.correction)
        if view.on_page and not secret:
            found |= words_in(view.shown)
            found |= {word for answer in view.answers for word in words_in(answer.body)}
    told = stage.reading.look(queries.announcements, SLUG)
    return found | {word for each in told for word in words_in(each.body)}


def words_in(*texts: str | None) -> set[str]:
    return {word for text in texts if text for word in re.findall(r"[a-zåäö]+(?:-[A-Z]+-)?\d+kanarie", text)}


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
async def test_every_page_at_a_number_and_the_frames_since_are_the_page_fetched_anew(
    file: Path, seed: int, at_once: bool
) -> None:
    async with floor(file) as house:
        stage, play = house.stage, Play(house.stage, random.Random(seed))
        await house.do(stage.plan, publish_at_once=at_once)
        await house.do(stage.bring, SittingState.LIVE)
        watches = [await watching(house, channel, form) for channel, form in FOLLOWED]

        for step in range(STEPS):
            await house.do(play.step)
            for watch in watches:
                await watch.ear.reach(stage.reading.look(queries.head, watch.channel))
                watch.read()
            if step % 4 == 0:
                await nobody_new_sees_too_much(house)

        for watch in watches:
            fresh = stage.reading.look(fetched_anew, watch.channel, watch.form)
            assert watch.shown == fresh, (watch.channel, watch.form)


async def watching(house: Floor, channel: str, form: str) -> Watch:
    """Somebody with the page as it stands, who follows from there."""
    fresh = house.stage.reading.look(fetched_anew, channel, form)
    number = house.stage.reading.look(queries.head, channel)
    watch = Watch(channel, form, Page({} if form == JSON else fresh, number), fresh, Ear(number))
    assert await house.hub.join(channel, form, watch.ear)
    return watch


async def nobody_new_sees_too_much(house: Floor) -> None:
    """Whoever comes now gets nothing that its audience may not see now, from the tail as from the records."""
    for channel, form in FOLLOWED[:8]:
        place = Place.named(channel)
        if place.kind is Kind.DESK:
            continue
        late = Ear(0)
        assert await house.hub.join(channel, form, late)
        await late.reach(house.stage.reading.look(queries.head, channel))
        house.hub.leave(late)
        seen = words_in(json.dumps(late.frames, ensure_ascii=False))
        assert seen <= visible(house.stage, place.kind, place.code), (channel, form)
