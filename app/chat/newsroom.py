"""Where the lines get their frames: news read in one snapshot and finished once in each form. Knows no viewer.

A form is ``json`` (the chat protocol) or ``html:`` and a language (a page's stream).
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from app.chat import content as contents
from app.chat import spoken, telling
from app.chat.alike import Alikes
from app.chat.content import Content, News
from app.chat.frames import html_frame
from app.chat.line import Told
from app.chat.place import Place
from app.chat.tail import Frame
from app.records import pieces
from app.records.reading import Reading, Snapshot

JSON = "json"

log = logging.getLogger("fragestund.live")


def html(lang: str) -> str:
    """The form of a page's stream in a language."""
    return f"html:{lang}"


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Reads and finishes on the readers' threads, so that the event loop only hands out."""

    reading: Reading
    alikes: Alikes = field(default_factory=Alikes)

    async def heads(self, channels: Collection[str]) -> tuple[str, dict[str, int]]:
        """The epoch, and where each of the channels stands."""
        return await self.reading.read(contents.heads, channels)

    async def read(self, channel: str, after: int, forms: Collection[str]) -> Told:
        """What the channel has told after a number, or the first of it, in each of the forms."""
        return await self.reading.read(read, channel, after, forms, self.alikes)

    def unnumbered(self, channel: str, form: str, **facts: object) -> str:
        """A frame that is no news: ``head`` or ``reload``."""
        return spoken.text({**_envelope(Place.named(channel), form), **facts})


def read(
    session: Snapshot, channel: str, after: int, forms: Collection[str], alikes: Alikes | None = None
) -> Told:
    """News and its frames, in one snapshot. Raises ``Unknown`` where the sitting is gone.

    ``alikes``: for the rows of a desk, which say what a post is like; only there is it asked.
    """
    news = contents.news(session, channel, after, alikes)
    frames = {form: tuple(_frames(news, form)) for form in forms}
    return Told(news.head, news.epoch, news.upto, frames)


def _frames(news: News, form: str) -> Iterator[Frame]:
    for seq, thing in news.things:
        yield Frame(seq, thing, _texts(news.content, form, seq, thing), of=_whole(thing))


def _texts(content: Content, form: str, seq: int, thing: str) -> tuple[str, ...]:
    try:
        return tuple(_finished(content, form, seq, thing))
    except Exception as error:  # noqa: BLE001 - one thing that cannot be shown must not keep all later news from everybody
        log.error("%s could not be shown as %s: %s", thing, form, type(error).__name__)
        return (spoken.text({**_envelope(content.place, form), "seq": seq}),)


def _finished(content: Content, form: str, seq: int, thing: str) -> Iterator[str]:
    envelope = _envelope(content.place, form)
    if form != JSON:
        yield spoken.text({"seq": seq, **html_frame(content, form.removeprefix("html:"), thing)})
        return
    *before, last = telling.messages(content, thing)
    for message in before:
        yield spoken.text({**envelope, **message})
    yield spoken.text({**envelope, "seq": seq, **last})


def _envelope(place: Place, form: str) -> dict[str, object]:
    return {"channel": place.kind.value} if form == JSON else {}


def _whole(thing: str) -> str | None:
    """The thing that this one is a part of."""
    part = pieces.part(thing)
    if part is None:
        return None
    return f"{'announcement' if part.of_announcement else 'question'}/{part.number}"
