"""A page at N plus the frames since is the page fetched anew: for every channel, in every language and in JSON."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.chat import languages
from tests.dom import LivePage
from tests.house import Held, Listener, Program, Talker
from tests.properties.play import PARTIES, STEPS, Play, Step, sitting_of

LANGUAGES = languages.offered()
PLAY = st.lists(STEPS, min_size=25, max_size=45)
LUCK = st.integers(0, 24)
BOUNDED = settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


class Open:
    """An open page with its stream."""

    def __init__(self, held: Held, where: str, lang: str, who: str = "citizen") -> None:
        self.held, self.where, self.lang, self.who = held, where, lang, who
        self.page = self.anew()
        self.stream = self.listen()

    def anew(self) -> LivePage:
        """The page as somebody gets it who comes now."""
        reply = self.held.browser(self.who).get(f"{self.where}?lang={self.lang}")
        assert reply.status == 200, reply.html
        return LivePage(reply.html)

    def listen(self) -> Listener:
        query = {"lang": self.lang, "epoch": self.page.epoch}
        path = f"/{self.where}/live" if self.where.startswith("/receipt") else self._under() + "/live"
        return self.held.listener(path, self.page.seq, self.who, **query)

    def catch_up(self, head: int) -> None:
        if head > self.page.seq:
            for frame in self.stream.until(head):
                self.page.take(frame)

    def _under(self) -> str:
        return self.where.removeprefix(f"/{self.held.slug}")


def parts(page: LivePage, where: str) -> str:
    """What the frames keep current: all of the public page and the receipt, the parts of a desk or panel.

    The question in hand at a desk or panel is read anew by its script.
    """
    if "/desk" not in where and "/party" not in where:
        return page.shown()
    names = ("sitting", "announcements", "waiting", "sent", "published", "back", "gone")
    found = [node for name in names if (node := page.live.find(name))]
    rows = [row for rows in page.live.all("ol", "posts") for row in rows.elements]
    return "".join(node.written() for node in [*found, *rows])


def channel_of(where: str, held: Held) -> str:
    under = where.removeprefix(f"/{held.slug}").strip("/")
    return under or "public"


@pytest.mark.proves("R4", "M11", "M12")
@given(steps=PLAY, luck=LUCK)
@BOUNDED
def test_every_open_page_is_what_it_would_be_if_it_were_fetched_anew(
    program: Program, steps: list[Step], luck: int
):
    held, cut = sitting_of(program, luck), luck
    play = Play(held)
    places = [(f"/{held.slug}", "citizen"), (f"/{held.slug}/desk", "moderator")]
    places += [(f"/{held.slug}/party/{code}", code) for code in PARTIES[:2]]
    opened = [Open(held, where, lang, who) for where, who in places for lang in LANGUAGES]

    play.run(steps[:cut])
    opened += [Open(held, where, LANGUAGES[cut % len(LANGUAGES)], who) for where, who in places]
    opened += [
        Open(held, f"/receipt/{token}", LANGUAGES[cut % len(LANGUAGES)])
        for token in list(play.tokens.values())[:3]
    ]
    numbers = {f"/receipt/{token}": f"post/{number}" for number, token in play.tokens.items()}
    play.run(steps[cut:])

    for each in opened:
        head, anew = held.head(numbers.get(each.where) or channel_of(each.where, held)), each.anew()
        # The clock may have told something meanwhile: the numbers of the sitting, now and then.
        assert anew.seq >= head
        each.catch_up(anew.seq)
        assert parts(each.page, each.where) == parts(anew, each.where), (each.where, each.lang)
    held.close()


class Follower:
    """What a program knows that follows a channel of the chat protocol."""

    def __init__(self, talker: Talker, **channel: Any) -> None:
        self.talker, self.channel = talker, channel
        self.things: dict[str, Any] = {}
        talker.make("follow", **{"after": 0, **channel})

    def catch_up(self, head: int) -> dict[str, Any]:
        said = self.talker.until(head) if head else []
        pieces: dict[tuple[Any, ...], list[str]] = {}
        for frame in said:
            self._take(frame, pieces)
        return self.things

    def _take(self, frame: dict[str, Any], pieces: dict[tuple[Any, ...], list[str]]) -> None:
        if "piece" in frame:
            piece = frame["piece"]
            key = (piece.get("question"), piece.get("announcement"), piece["of"])
            pieces.setdefault(key, [])[piece["index"] :] = [piece["body"]]
        elif "question" in frame:
            question = frame["question"]
            for of in question.pop("pieces", {}):
                question.setdefault("texts", {})[of] = "".join(pieces[(question["number"], None, of)])
            self.things[f"question/{question['number']}"] = question
            self.things.pop(f"gone/{question['number']}", None)
        elif "drop" in frame:
            self.things.pop(f"question/{frame['drop']}", None)
            if "at" in frame:
                self.things[f"gone/{frame['drop']}"] = (frame["reason"], frame["at"])
            else:
                self.things.pop(f"gone/{frame['drop']}", None)
        elif "announcement" in frame:
            told = frame["announcement"]
            for of in told.pop("pieces", {}):
                told["text"] = "".join(pieces[(None, told["number"], of)])
            self.things[f"announcement/{told['number']}"] = told
        elif "sitting" in frame:
            self.things["sitting"] = frame["sitting"]


@pytest.mark.proves("R4", "M12")
@given(steps=PLAY, luck=LUCK)
@BOUNDED
def test_whoever_follows_in_json_from_the_start_knows_what_one_knows_who_comes_now(
    program: Program, steps: list[Step], luck: int
):
    held = sitting_of(program, luck)
    play = Play(held)
    audiences = {"public": "citizen", "desk": "moderator", **{f"party/{code}": code for code in PARTIES}}

    def follower(channel: str) -> Follower:
        return Follower(held.new_talker(audiences[channel]), channel=channel.partition("/")[0])

    followed = {channel: follower(channel) for channel in audiences}
    play.run(steps)

    for channel, follows in followed.items():
        late, head = {}, -1
        while head != held.head(channel):  # the clock tells the numbers of the sitting now and then
            head = held.head(channel)
            late = follower(channel).catch_up(head)
        assert follows.catch_up(head) == late, channel
    for number, token in list(play.tokens.items())[:4]:
        head = held.head(f"post/{number}")
        late = Follower(held.new_talker(), channel="post", token=token).catch_up(head)
        assert late[f"question/{number}"]["state"] == held.question(number).state
    held.close()


@pytest.mark.proves("R4", "R8")
@given(steps=PLAY, luck=LUCK)
@BOUNDED
def test_a_page_that_polls_because_sockets_are_blocked_comes_to_the_same(
    program: Program, steps: list[Step], luck: int
):
    held, cut = sitting_of(program, luck), luck
    play = Play(held)
    play.run(steps[:cut])
    page = LivePage(held.page().html)

    for step in steps[cut:]:
        play.step(*step)
        if step[1] % 5 == 0:
            _poll(held, page)
    anew = LivePage(held.page().html)
    while page.seq < anew.seq:
        _poll(held, page)
        anew = LivePage(held.page().html)

    assert page.shown() == anew.shown()
    held.close()


def _poll(held: Held, page: LivePage) -> None:
    told = held.browser().get(f"/{held.slug}/news?after={page.seq}&epoch={page.epoch}").facts
    for frame in told["frames"]:
        page.take(frame)
