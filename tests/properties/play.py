"""A play of random moves: citizens, two moderators and three parties do whatever comes to them, allowed or not.

Every text holds a word of its own (a canary), so that it can be told where a text has been seen. Who may see which word is
worked out here from the rows alone, without the program's own filters.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid5

from hypothesis import strategies as st

from app.records import queries
from app.records.views import QuestionView
from app.records.vocabulary import (
    Actor,
    DeclineReason,
    EditReason,
    HandBackReason,
    Move,
    Override,
    Role,
    UnpublishReason,
)
from app.routing.lifecycle import TABLE, open_moves
from tests.house import Held, Program
from tests.properties import asides

PARTIES: Final = ("C", "S", "M")
CANARY: Final = re.compile(r"kanarie\d{5}")
TICKETS: Final = UUID("9f0d2a5e-0000-4000-8000-000000000000")

Step = tuple[int, int, int]
STEPS: Final = st.tuples(st.integers(0, 17), st.integers(0, 99), st.integers(0, 99))


def sitting_of(program: Program, luck: int) -> Held:
    """A sitting to play in: open or live, one that publishes at once or after the moderator's look."""
    return program.hold(until=("live", "live", "open")[luck % 3], publish_at_once=luck % 4 == 1)


def words(text: str | None) -> set[str]:
    """The canaries in a text."""
    return set(CANARY.findall(text or ""))


def known(*texts: str | None) -> set[str]:
    return set().union(*(words(text) for text in texts)) if texts else set()


@dataclass
class Play:
    """The play, and what each audience might have seen at any time: ``public``, ``desk``, a party's code, ``post/N``.

    ``own``: what each of them has written themselves, sent or not.
    """

    held: Held
    tokens: dict[int, str] = field(default_factory=dict)
    ever: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    own: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    replies: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    notes: set[str] = field(default_factory=set)
    _spoken: int = 0

    def run(self, steps: Iterable[Step]) -> None:
        for step in steps:
            self.step(*step)

    def step(self, kind: int, pick: int, extra: int) -> None:
        """One thing that somebody does."""
        deeds: tuple[Callable[[int, int], None], ...] = (
            *(self._ask, self._follow_up, self._share, self._answer, self._publish, self._publish),
            *(self._publish, self._moderate, self._moderate, self._moderate, self._moderate, self._panel),
            *(self._draft, self._undo, self._announce, self._out_of_turn),
            *(partial(asides.jot, self), partial(asides.tell, self)),
        )
        deeds[kind](pick, extra)
        self.note()

    def note(self) -> None:
        """Note what everybody may see now."""
        for who, may in self.now().items():
            self.ever[who] |= may

    # -- who may see what, from the rows

    def now(self) -> dict[str, set[str]]:
        views = self.held.questions()
        said = known(*(each.body for each in self.held.program.look(queries.announcements, self.held.slug)))
        public = said | self._public(views)
        found = {"public": public}
        for code in PARTIES:
            found[code] = public | self.own[code] | known(*asides.told(self.held, code))
            for view in views:
                found[code] |= self._of_party(view, code)
        for view in views:
            found[f"post/{view.number}"] = self._of_asker(view)
        return found

    def _public(self, views: list[QuestionView]) -> set[str]:
        on_page = [view for view in views if on_the_page(view)]
        return known(*(text for view in on_page for text in (body_of(view), view.name, *answers_of(view))))

    def _of_party(self, view: QuestionView, code: str) -> set[str]:
        own = [answer for answer in view.answers if answer.party == code]
        if not own or view.provision:
            return set()
        answer = own[0]
        mine = (answer.sent, answer.body, answer.note, answer.hand_back_words)
        asked = (answer.correction, answer.correction_note)
        shown = view.wording_draft or body_of(view)
        return known(shown, view.name, *mine, *asked)

    def _of_asker(self, view: QuestionView) -> set[str]:
        return known(view.body, view.name, view.words, *(answers_of(view) if on_the_page(view) else ()))

    def no_record(self) -> set[str]:
        """What parties have written that was never published, and what moderators say to them and to each other."""
        said = set().union(*(self.own[code] for code in PARTIES))
        return (said | self.notes) - self.ever["public"]

    # -- what they do

    def _ask(self, pick: int, extra: int, **fields: Any) -> None:
        wish = (*PARTIES, None, None)[extra % 5]
        named = self.text("Åsa") if extra % 3 == 0 else None
        facts = {"body": self.text("Fråga", pick), "name": named, "wish": wish, **fields}
        reply = self.say("citizen", "ask", **{name: value for name, value in facts.items() if value})
        if "ack" in reply:
            self.tokens[reply["number"]] = reply["receipt"]["url"].rpartition("/")[2]

    def _follow_up(self, pick: int, extra: int) -> None:
        views = [view for view in self.held.questions() if on_the_page(view)] or self.held.questions()
        self._ask(pick, extra, follow_up_to=views[pick % len(views)].number if views else 1)

    def _moderate(self, pick: int, extra: int) -> None:
        view = self._some(pick)
        if view is None:
            return self._ask(pick, extra)
        moves = self._moves(view, Role.MODERATOR)
        if pick % 3:
            moves = [move for move in moves if move is not Move.MARK]
        if not moves:
            return
        self._move("moderator" if pick % 2 else "moderator.2", view, moves[extra % len(moves)], extra)

    def _publish(self, pick: int, extra: int) -> None:
        if not self._any_with(Move.PUBLISH, Role.MODERATOR, pick, extra):
            self._answer(pick, extra)

    def _share(self, pick: int, extra: int) -> None:
        if not self._any_with(Move.ASSIGN, Role.MODERATOR, pick, extra):
            self._ask(pick, extra)

    def _answer(self, pick: int, extra: int) -> None:
        if not self._any_with(Move.ANSWER, Role.POLITICIAN, pick, extra):
            self._share(pick, extra)

    def _panel(self, pick: int, extra: int) -> None:
        move = (Move.HAND_BACK, Move.PROMISE, Move.REQUEST)[extra % 3]
        if not self._any_with(move, Role.POLITICIAN, pick, extra):
            self._share(pick, extra)

    def _any_with(self, move: Move, role: Role, pick: int, extra: int) -> bool:
        """Make the move on some question that has it. Returns whether there was one."""
        views = [view for view in self.held.questions() if move in self._moves(view, role)]
        if move is Move.ANSWER:  # what has been sent is changed now and then
            views = [view for view in views if view.state == "assigned" or extra % 7 == 0]
        views = [view for view in views if role is Role.MODERATOR or view.asked_of]
        if views:
            view = views[pick % len(views)]
            who = "moderator" if role is Role.MODERATOR else view.asked_of[extra % len(view.asked_of)]
            self._move(who, view, move, extra)
        return bool(views)

    def _draft(self, pick: int, extra: int) -> None:
        waiting = [view for view in self.held.questions() if view.asked_of]
        if not waiting:
            return self._ask(pick, extra)
        view = waiting[pick % len(waiting)]
        code = view.asked_of[extra % len(view.asked_of)]
        stands = self.held.program.look(queries.draft, self.held.slug, view.number, code)
        body = self.text("Utkast", pick)
        self.own[code] |= words(body)
        path = f"/{self.held.slug}/party/{code}/{view.number}/draft"
        self.held.browser(code).send(path, {"body": body, "draft": stands.version if stands else 0})

    def _undo(self, pick: int, extra: int) -> None:
        view = self._some(pick)
        if view is not None:
            seen = view.version if extra % 4 else 1
            page = self.held.browser("moderator").send(
                f"/{self.held.slug}/desk/{view.number}/undo", {"seen": seen}
            )
            assert page.status in (200, 409), page.html

    def _announce(self, pick: int, extra: int) -> None:
        """Something about the sitting itself; now and then it goes on to its next state."""
        course = {"open": "go_live", "live": "close_intake", "closing": "close", "closed": "archive"}
        sitting = self.held.sitting()
        if extra >= 70 and sitting.state in course:
            self.say("moderator", course[sitting.state])
        elif extra % 3 == 0:
            self.say("moderator", "announce", body=self.text("Till alla", pick))
        elif extra % 3 == 1:
            later = (sitting.ends_at + timedelta(minutes=1 + extra)).isoformat()
            self.say("moderator", "extend", end=later)
        else:
            self.say("moderator", "resume" if sitting.paused else "pause")
            self.say("moderator", "pause" if sitting.paused else "resume")

    def _out_of_turn(self, pick: int, extra: int) -> None:
        """A move that does not exist there, or not for them, or decided on what has changed since."""
        view = self._some(pick)
        if view is not None:
            moves = [*TABLE[view.state], Move.ASSIGN, Move.PUBLISH, Move.ANSWER, Move.CORRECT]
            who = ("citizen", "M", "S", "moderator")[extra % 4]
            self._move(who, view, moves[extra % len(moves)], extra, seen=1 if pick % 2 else view.version + 7)

    def _some(self, pick: int) -> QuestionView | None:
        views = self.held.questions()
        return views[pick % len(views)] if views else None

    def _moves(self, view: QuestionView, role: Role) -> list[Move]:
        found = open_moves(
            view.state,
            self.held.sitting().state,
            Actor(role),
            secret=view.provision is not None,
            promised=view.promised_on is not None,
            rooted=view.root_state in (None, "published"),
            together=view.together,
            requested=view.correction_wanted,
        )
        return [move for move in found if move is not Move.LAPSE]

    def _move(self, who: str, view: QuestionView, move: Move, extra: int, **how: Any) -> None:
        facts = {**self._facts(view, move, extra), **how}
        self.say(who, str(move), question=view.number, **facts)

    def _facts(self, view: QuestionView, move: Move, extra: int) -> dict[str, Any]:
        def one(choices: Any) -> Any:
            return list(choices)[extra % len(list(choices))]

        others = [each.number for each in self.held.questions() if each.number != view.number]
        of = ["question", *(answer.party for answer in view.answers if answer.body)]
        facts: dict[Move, Callable[[], dict[str, Any]]] = {
            Move.ASSIGN: lambda: (
                {"together": True, "by": "2027-01-31T10:00:00Z", "limit": 8000}
                if extra % 6 == 5
                else {"party": _some_parties(extra), "reason": one(Override)}
            ),
            Move.REASSIGN: lambda: {"party": _some_parties(extra)},
            Move.DECLINE: lambda: {"reason": one(DeclineReason), "words": self.text("Därför", extra)},
            Move.MERGE: lambda: {"into": one(others) if others else view.number},
            Move.REFER: lambda: {"to": "customer_service", "words": self.text("Ring", extra)},
            Move.ANSWER: lambda: {"body": self.text("Svar", extra)},
            Move.REQUEST: lambda: {"body": self.text("Rätta", extra)},
            Move.DISMISS: lambda: {"note": self.text("Nej", extra)},
            Move.HAND_BACK: lambda: {"reason": one(HandBackReason), "words": self.text("Inte vi", extra)},
            Move.PROMISE: lambda: {"by": "2027-01-31"},
            Move.RETURN: lambda: {"note": self.text("Skriv om", extra)},
            Move.EDIT: lambda: {"body": self.text("Så här", extra), "reason": one(EditReason)},
            Move.CORRECT: lambda: {
                "of": one(of),
                "body": self.text("Rätt", extra),
                "reason": one(EditReason),
            },
            Move.UNPUBLISH: lambda: {"reason": one(UnpublishReason)},
            Move.MARK: lambda: {"provision": "osl_21_1"},
        }
        return facts.get(move, dict)()

    def say(self, who: str, do: str, **facts: Any) -> dict[str, Any]:
        self._spoken += 1
        ticket = str(uuid5(TICKETS, f"{self.held.slug} {self._spoken}"))
        self.notes |= words(facts.get("body" if do in asides.SAID else "note"))
        self.own[who] |= known(*(fact for fact in facts.values() if isinstance(fact, str)))
        reply = self.held.talker(who).say(do, ticket, **facts)
        self.replies[who].append(reply)
        return reply

    def text(self, said: str, size: int = 0) -> str:
        """A text with a canary of its own, now and then one that is too long for one frame when it is shown."""
        self._spoken += 1
        bird = f"kanarie{self._spoken:05d}"
        if said == "Åsa":
            return f"{said} {bird}"
        filler = {7: '"' * 1900, 8: "<å>\n" * 400, 9: "\x07\u202e" * 450}.get(size % 10, "<b>&</b>")
        if said in ("Fråga", "Svar", "Till alla", "Rätt", "Så här") and size % 10 == 7:
            filler *= 3 if said in ("Fråga", "Så här", "Rätt") else 4
        return f"{said} {filler} {bird}?"


def on_the_page(view: QuestionView) -> bool:
    """Whether the public may read it: published, its thread too, and not marked as secret."""
    return view.state == "published" and view.root_state in (None, "published") and view.provision is None


def body_of(view: QuestionView) -> str:
    return view.body if view.wording is None else view.wording


def answers_of(view: QuestionView) -> list[str | None]:
    """The answers that have been published."""
    return [answer.body for answer in view.answers]


def _some_parties(extra: int) -> list[str]:
    return [["C"], ["S"], ["M"], ["C", "S"], ["S", "M", "C"]][extra % 5]
