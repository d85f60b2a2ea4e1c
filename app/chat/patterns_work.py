"""The patterns page's post in a moderator's hand and question in a party's, drawn as desk and panel draw them. Knows no row."""

from typing import Any

from app.chat import audience, panel_task, patterns, render, terms
from app.chat.desk_acts import LETTERS
from app.chat.desk_case import Case
from app.chat.desk_history import Line
from app.chat.desk_review import as_public, checks, marks
from app.chat.differences import between
from app.chat.panel_task import Task
from app.chat.seen import SeenSitting
from app.chat.visitor import Visitor
from app.records.vocabulary import Actor, Capacity, Move, Role
from app.routing.distribution import propose
from app.routing.lifecycle import open_moves
from app.routing.rules import rules_of

_PARTY = "C"


def case(number: int, visitor: Visitor) -> str:
    """A post in hand, with every act that it has. The forms lead nowhere: there is no such sitting."""
    sitting, view = patterns.sitting(), patterns.questions()[number]
    question = audience.desk_question(view)
    moderator = Actor(Role.MODERATOR, 1)
    seats = [seat.code for seat in sitting.seats]
    in_hand = Case(
        question=question,
        history=(_line(Move.ASK, Role.CITIZEN, question.at),),
        proposal=propose(sitting.distribution, seats, patterns.loads(), last_assigned="C"),
        moves=tuple(open_moves(view.state, sitting.state, moderator)),
        undo=(),
        reasons=rules_of(sitting.rules_version).reasons,
        root=None,
        into=None,
        merged=(),
        preview=as_public(view, sitting),
        marks=marks(question.body, sitting),
        checks=checks(question, sitting),
        difference=between(question.body, question.shown),
    )
    facts: dict[str, Any] = {
        "sitting": sitting,
        "seen": SeenSitting(sitting, patterns.loads(), "V", patterns.counts()),
        "case": in_hand,
        "tab": None,
        "provisions": ("osl_21_1", "osl_25_1", "osl_other"),
        "claims": (),
        "letters": LETTERS,
    }
    return render.part("case", visitor.lang, visitor=visitor, **facts)


def task(number: int, lang: str) -> str:
    """A question in a party's hand, with its editor."""
    sitting, view = patterns.sitting(), patterns.questions()[number]
    question = audience.party_question(view, sitting, _PARTY)
    politician = Actor(Role.POLITICIAN, 1, patterns.SLUG, _PARTY, Capacity.MEMBER)
    seat = panel_task.seated(sitting, _PARTY)
    moves = () if question is None else panel_task.moves_on(question, sitting, politician)
    facts: dict[str, Any] = {
        "sitting": sitting,
        "code": _PARTY,
        "task": Task(number, question, moves),
        "done": None,
        "turn": None,
        "others": [each.name for each in sitting.seats if each.code != _PARTY],
        "answers_for": panel_task.answers_for(seat, Capacity.MEMBER),
        "capacity": Capacity.MEMBER,
        "reasons": terms.choices("hand_back", lang),
        "today": sitting.live_at.date(),
        "names": {each.code: each.name for each in sitting.seats},
    }
    return render.part("task", lang, **facts)


def _line(move: Move, role: Role, at: Any) -> Line:
    return Line(at, move, role, None, (), None, None, None, None, None, None)
