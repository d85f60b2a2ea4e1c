"""A thing told on a channel as JSON, for the audience of that channel. Knows no template."""

from app.chat import aside_frames, audience, spoken
from app.chat.content import Content
from app.chat.place import Kind
from app.chat.seen import Seen
from app.chat.spoken import Message
from app.records import channels, pieces
from app.records.views import QuestionView


def seen_question(content: Content, view: QuestionView | None) -> Seen | None:
    """The question as the audience of this channel sees it; None where it does not."""
    place = content.place
    if view is None:
        return None
    match place.kind:
        case Kind.PUBLIC:
            return audience.public_question(view, content.sitting)
        case Kind.DESK:
            return audience.desk_question(view)
        case Kind.PARTY:
            return audience.party_question(view, content.sitting, place.code)
        case Kind.POST:
            return audience.asker_question(view) if view.number == place.number else None


def messages(content: Content, thing: str) -> list[Message]:
    """The thing as it stands now: one message, or several where its texts are long; the last one takes the number.

    The parts that a long thread is cut into for pages are no things of their own here: their numbers come alone.
    """
    kind, _, rest = thing.partition("/")
    if pieces.part(thing) is not None or thing == channels.BESIDE:
        return [{}]
    if kind == "sitting":
        return [{"sitting": spoken.sitting(content.seen)}]
    if kind in aside_frames.ASIDES:
        return [aside_frames.message(content, thing)]
    number = int(rest)
    if kind == "announcement":
        announced = content.announcements.get(number)
        return list(spoken.frames("announcement", spoken.announcement(announced))) if announced else [{}]
    view = content.questions.get(content.place.number or number)
    if kind == "withdrawn":
        line = audience.withdrawal(view) if view is not None else None
        return [spoken.withdrawn(line)] if line is not None else [{}]
    seen = seen_question(content, view)
    return [{"drop": number}] if seen is None else list(spoken.frames("question", spoken.question(seen)))
