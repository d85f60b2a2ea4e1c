"""A thing told on a channel as finished HTML with its place on the page. Knows the parts' names, ids and order, not their words.

Ids: ``q-37`` a question, ``w-37`` the dated line of an unpublished one, ``n-2`` an announcement, ``beside``, ``sitting``. Containers, whose
children have ids and positions of their own: the page's main list (``in`` is null), a panel's piles (``app.chat.piles``),
``q-37-follow-ups``, ``announcements``; and in a thread too long for one frame ``q-37-text`` with the pieces ``q-37-t0`` and on,
``q-37-answers`` with the answers' shells ``q-37-C``, and ``q-37-C-text`` with their pieces ``q-37-C-0`` and on; for an
announcement ``n-2-text`` with ``n-2-0`` and on.
"""

from dataclasses import replace
from typing import Any

from app.chat import aside_frames, audience, render
from app.chat.content import Content
from app.chat.piles import pile_of
from app.chat.place import Kind
from app.chat.seen import AskerQuestion, DeskQuestion, PartyQuestion, PublicQuestion
from app.chat.telling import seen_question
from app.records import channels, pieces
from app.records.pieces import LARGEST_PIECE, Part
from app.records.views import AnnouncementView

HtmlFrame = dict[str, Any]


def html_frame(content: Content, lang: str, thing: str) -> HtmlFrame:
    """The thing as it stands now: ``put`` with its place and HTML, ``drop``, or nothing where this page shows none of it."""
    kind, _, rest = thing.partition("/")
    part = pieces.part(thing)
    if part is not None:
        return _piece(content, lang, part)
    match kind:
        case "sitting":
            return _sitting(content, lang)
        case channels.BESIDE:
            html = render.part("beside", lang, sitting=content.sitting, materials=content.materials)
            return _put("beside", None, None, html)
        case "announcement":
            return _announcement(content, lang, int(rest))
        case "note" | "message":
            return aside_frames.html_frame(content, lang, thing)
        case "withdrawn":
            return _withdrawn(content, lang, int(rest))
    return _question(content, lang, content.place.number or int(rest))


def is_long(question: PublicQuestion) -> bool:
    """Whether the thread goes as several things: the question's shell and after it the parts that stand in it."""
    return bool(pieces.parts(question.number, _texts(question)))


def is_heavy(seen: DeskQuestion | PartyQuestion | AskerQuestion) -> bool:
    """Whether the texts do not fit in one frame: then the part shows their beginnings and where all of it is."""
    texts: list[str | None] = [seen.body, *(answer.body for answer in seen.answers)]
    match seen:
        case DeskQuestion():
            texts.append(seen.shown)
        case PartyQuestion():
            texts.append(seen.note)
        case AskerQuestion():
            texts.append(seen.words)
    return sum(pieces.weight(text) for text in texts if text) > LARGEST_PIECE


def for_staff(announced: AnnouncementView) -> AnnouncementView:
    """The announcement as desk and panels show it: its beginning where it is long. Its parts are told to the public alone."""
    if not pieces.announcement_parts(announced.number, announced.body):
        return announced
    return replace(announced, body=pieces.cut(announced.body)[0] + "…")


def _question(content: Content, lang: str, number: int) -> HtmlFrame:
    seen = seen_question(content, content.questions.get(number))
    shown: dict[str, Any] = {"sitting": content.sitting, "question": seen}
    match seen:
        case None:
            return {"drop": f"q-{number}"}
        case PublicQuestion():
            html = render.part("thread", lang, **shown, follow_ups=(), in_parts=is_long(seen))
            return _put(f"q-{number}", _thread_of(seen.follow_up_to), seen.position, html)
        case DeskQuestion():
            like = content.like.get(number)
            facts = {
                "like": like,
                "same": content.same.get(number),
                "noted": content.noted.get(number, 0),
                "brief": is_heavy(seen),
                "reports": content.reported.get(number, ()),
            }
            html = render.part("row", lang, **shown, **facts, decided=content.decided.get(number))
            return _put(f"q-{number}", None, number, html)
        case PartyQuestion():
            html = render.part("card", lang, **shown, brief=is_heavy(seen))
            return _put(f"q-{number}", pile_of(seen), number, html)
        case AskerQuestion():
            return _put(f"q-{number}", None, None, render.part("steps", lang, **shown, brief=is_heavy(seen)))


def _withdrawn(content: Content, lang: str, number: int) -> HtmlFrame:
    view = content.questions.get(number)
    line = audience.withdrawal(view) if view is not None else None
    if line is None:
        return {"drop": f"w-{number}"}
    html = render.part("withdrawn", lang, withdrawal=line, sitting=content.sitting)
    return _put(f"w-{number}", _thread_of(line.follow_up_to), line.position, html)


def _announcement(content: Content, lang: str, number: int) -> HtmlFrame:
    announced = content.announcements.get(number)
    if announced is None:
        return {"drop": f"n-{number}"}
    shell = bool(pieces.announcement_parts(number, announced.body))
    if content.place.kind is not Kind.PUBLIC:
        announced, shell = for_staff(announced), False
    html = render.part("announcement", lang, announcement=announced, sitting=content.sitting, in_parts=shell)
    return _put(f"n-{number}", "announcements", number, html)


def _sitting(content: Content, lang: str) -> HtmlFrame:
    place, seen = content.place, content.seen
    match place.kind:
        case Kind.DESK:
            html = render.part("desk_sitting", lang, sitting=seen.sitting, seen=seen)
        case Kind.PARTY:
            html = render.part("party_sitting", lang, sitting=seen.sitting, code=place.code)
        case _:
            html = render.part("state", lang, sitting=seen.sitting)
    return _put("sitting", None, None, html)


def _piece(content: Content, lang: str, part: Part) -> HtmlFrame:
    """Part of a long text, or the shell of a long thread's answer; dropped where the thing is gone or has become shorter."""
    if part.of_announcement:
        announced = content.announcements.get(part.number)
        return _chunk(lang, f"n-{part.number}", "-", announced.body if announced else None, part.index)
    view = content.questions.get(part.number)
    question = audience.public_question(view, content.sitting) if view is not None else None
    whole = f"q-{part.number}"
    if part.text == pieces.QUESTION:
        return _chunk(
            lang, whole, "-t", question.body if question and is_long(question) else None, part.index
        )
    answers = question.answers if question and is_long(question) else ()
    turn, answer = next(((i, each) for i, each in enumerate(answers) if each.party == part.text), (0, None))
    if part.index is not None:
        return _chunk(lang, f"{whole}-{part.text}", "-", answer.body if answer else None, part.index)
    if answer is None:
        return {"drop": f"{whole}-{part.text}"}
    html = render.part(
        "answer", lang, question=question, answer=answer, sitting=content.sitting, in_parts=True
    )
    return _put(f"{whole}-{part.text}", f"{whole}-answers", turn, html)


def _chunk(lang: str, whole: str, joint: str, text: str | None, index: int | None) -> HtmlFrame:
    chunks = pieces.cut(text) if text is not None else []
    name = f"{whole}{joint}{index}"
    if index is None or index >= len(chunks):
        return {"drop": name}
    return _put(name, f"{whole}-text", index, render.part("piece", lang, id=name, text=chunks[index]))


def _put(name: str, into: str | None, at: int | None, html: str) -> HtmlFrame:
    return {"put": name, "in": into, "at": at, "html": html}


def _thread_of(root: int | None) -> str | None:
    return f"q-{root}-follow-ups" if root is not None else None


def _texts(question: PublicQuestion) -> list[tuple[str, str]]:
    answers = [(answer.party, answer.body) for answer in question.answers]
    return [(pieces.QUESTION, question.body), *answers]
