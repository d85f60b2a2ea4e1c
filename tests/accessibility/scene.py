"""A sitting in which everything has happened, and others in every state: what the pages are looked at with.

The texts are as people write: long and short, in several languages and directions, with words that do not fit on a phone.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from app.access import accounts, sign_ins
from app.records.vocabulary import SYSTEM, Capacity, Role
from app.routing import attending, sittings
from tests.chat.handing import KIND, form
from tests.house import Held, Program, Receipt
from tests.routing.files import PDF, png

BUS = "När kommer bussen till Viksele? Vi har väntat sedan i våras på besked om tidtabellen."
ENGLISH = "Why does the bus to the hospital leave before the clinic closes?"
ARABIC = "لماذا لا توجد حافلة في عطلة نهاية الأسبوع؟"
LONG_WORD = "Kollektivtrafikmyndighetssamverkansöverenskommelse" * 3
ANSWER = "Tidtabellen läggs i december.\nDå får Viksele två turer till på vardagar, en tidigt på morgonen och en efter skoltid."
SHORT = "Nej, inte som vi ser det. Men vi vill utreda en anropsstyrd tur på helgerna."


@dataclass
class Scene:
    """The program with its sittings. ``receipts``: of questions, by what became of them.

    ``account`` is somebody invited, ``invitation`` the path by which they come in for the first time.
    """

    program: Program
    live: Held
    states: dict[str, Held]
    receipts: dict[str, Receipt] = field(default_factory=dict)
    account: int = 0
    invitation: str = ""

    def number(self, what: str) -> int:
        return self.receipts[what].number

    def close(self) -> None:
        for held in (self.live, *self.states.values()):
            held.close()


def scene(program: Program) -> Scene:
    """Set it up: once for all who only look."""
    states = {
        state: program.hold(until=state, slug=state, title=f"Skolan i framtiden, {word}")
        for state, word in (
            ("planned", "planerad"),
            ("open", "öppen"),
            ("closing", "stänger"),
            ("archived", "arkiverad"),
        )
    }
    states["paused"] = program.hold(slug="paused", title="Vården i norr", rehearsal=True)
    states["paused"].talker("moderator").make("pause")
    states["approval"] = program.hold(slug="approval", title="Färjan i skärgården", approval=True)
    proposed = states["approval"].with_party("När går färjan?", "C").number
    states["approval"].does("C.helper", "propose", proposed, body=ANSWER)
    states["empty"] = program.hold(slug="empty", title="Kulturen i länet", names=True)
    live = program.hold(slug="sundmark", names=True)
    made = Scene(program, live, states)
    _beside(made)
    _waiting(made)
    _with_parties(made)
    _published(made)
    _ended(made)
    _told(made)
    _closed(made)
    _invited(made)
    _left_alone(made)
    return made


def _left_alone(made: Scene) -> None:
    """A sitting whose moderators have gone, one of them with a question in hand and a note to the next."""
    held = made.states["alone"] = made.program.hold(
        slug="alone", title="Bredbandet på landet", publish_at_once=True
    )
    made.receipts["alone"] = held.asked("När kommer fibern till Sorsele?")
    answered = held.with_party("Vem gräver?", "C").number
    gone = held.talker("moderator.2")
    gone.make("here", doing="deciding", question=made.number("alone"), over=True)
    gone.make("hand_over", body=f"Fråga 1 väntar på kansliet.\n{LONG_WORD}")
    made.program.do(attending.unattend, held.slug, by=SYSTEM)
    held.does("C", "answer", answered, body=SHORT)


def _beside(made: Scene) -> None:
    """A picture, a document and a live stream beside the conversation, and a question about the picture."""
    live, organiser = made.live, made.live.browser("organiser")
    path, kind = f"/{live.slug}/settings/material", {"Content-Type": KIND}
    for content, title in ((png(300, 200), f"Plan över torget, {LONG_WORD}"), (PDF, "Tidtabell 2027")):
        handed = form({"title": title[:120], "alternative": ANSWER}, file=content)
        assert organiser.post(path, handed, **kind).status == 303
    stream = {"stream": f"{live.program.origin.replace('http:', 'https:')}/om", "stream_by": "Sundmark Play"}
    assert organiser.post(f"/{live.slug}/settings/reach/stream", stream).status == 303
    made.receipts["about a picture"] = live.published("Varför bara tre träd?", SHORT, "MP", about=1)


def _waiting(made: Scene) -> None:
    live = made.live
    made.receipts["received"] = live.asked(BUS, name="Ylva i Viksele")
    made.receipts["flagged"] = live.asked(f"RING MIG NU PÅ 070-174 06 05 {LONG_WORD}!", wish="S")
    made.receipts["english"] = live.asked(ENGLISH, lang="en")
    made.receipts["held"] = live.asked("Får man ta med hunden på bussen?")
    live.does("moderator", "hold", made.number("held"))
    made.receipts["secret"] = live.asked("Min granne Ove är sjuk. Varför får han ingen skjuts?")
    live.does("moderator", "mark", made.number("secret"), provision=live.program.house.provisions[0])
    made.receipts["handed back"] = live.with_party("Varför är färjan inställd?", "M")
    live.does(
        "M", "hand_back", made.number("handed back"), reason="not_ours", words="Färjan är Trafikverkets sak."
    )


def _with_parties(made: Scene) -> None:
    live = made.live
    made.receipts["assigned"] = live.with_party("Blir det billigare för unga att åka?", "C", wish="C")
    made.receipts["promised"] = live.with_party("Hur mycket kostar en tur i timmen?", "C")
    live.does("C", "promise", made.number("promised"), by=_soon(made.program))
    made.receipts["returned"] = live.answered("Varför går ingen buss på söndagar?", LONG_WORD, "C")
    live.does(
        "moderator", "return", made.number("returned"), note="Skriv ut förkortningarna och svara på frågan."
    )
    made.receipts["answered"] = live.answered(BUS.replace("Viksele", "Sorsele"), ANSWER, "C")
    made.receipts["edited"] = live.answered("Ring Ove i Viksele om bussen!", SHORT, "S")
    live.does(
        "moderator", "edit", made.number("edited"), body="Vem svarar om bussen?", reason="personal_data"
    )
    made.receipts["shared"] = live.asked("Vad vill ni alla göra åt väntetiderna?")
    live.does("moderator", "assign", made.number("shared"), party="C S M", reason="subject")
    live.does("S", "answer", made.number("shared"), body=SHORT)
    made.receipts["to everybody"] = live.asked("Vad vill ni göra för landsbygden?")
    until = (live.program.clock() + timedelta(minutes=40)).isoformat()
    live.does("moderator", "assign", made.number("to everybody"), together=True, by=until, limit=600)
    live.does("S", "answer", made.number("to everybody"), body=SHORT)


def _published(made: Scene) -> None:
    live = made.live
    made.receipts["published"] = live.published(BUS, ANSWER, "C", name="Ylva i Viksele")
    made.receipts["published in english"] = live.published(ENGLISH, SHORT, "S", lang="en")
    made.receipts["published in arabic"] = live.published(ARABIC, SHORT, "M", lang="ar", name="ليلى")
    root = made.number("published")
    made.receipts["follow-up"] = live.published("Gäller det också på lov?", "Ja.", "C", follow_up_to=root)
    made.receipts["wide"] = live.published(LONG_WORD, f"{LONG_WORD} {ANSWER}", "V")
    made.receipts["corrected"] = live.published("När öppnar kliniken?", "Klockan tio.", "KD")
    live.does("moderator", "correct", made.number("corrected"), of="KD", body="Klockan elva.", reason="fact")
    made.receipts["by all"] = live.asked("Vad är viktigast för er?")
    live.does("moderator", "assign", made.number("by all"), party="C S", reason="subject")
    for party in ("C", "S"):
        live.does(party, "answer", made.number("by all"), body=ANSWER)
    live.does("moderator", "publish", made.number("by all"))
    made.receipts["correction wanted"] = live.published("Vem bestämmer om färjan?", SHORT, "MP")
    live.does("MP", "request", made.number("correction wanted"), body=ANSWER)
    made.receipts["unpublished"] = live.published("Något olagligt", SHORT, "L")
    live.does("moderator", "unpublish", made.number("unpublished"), reason="agitation")
    for turn in range(6):
        live.published(f"Fråga {turn + 1} om sjukresor: hur bokar man dem?", ANSWER, "C")


def _ended(made: Scene) -> None:
    live = made.live
    made.receipts["declined"] = live.asked("Ni är idioter allihop")
    live.does(
        "moderator",
        "decline",
        made.number("declined"),
        reason="swearing",
        words="Skriv gärna om, utan skällsord.",
    )
    made.receipts["merged"] = live.asked("När kommer bussen då?")
    live.does("moderator", "merge", made.number("merged"), into=made.number("published"))
    made.receipts["referred"] = live.asked("Hur förnyar jag mitt recept?")
    live.does("moderator", "refer", made.number("referred"), to="customer_service")


def _told(made: Scene) -> None:
    made.live.talker("moderator").make(
        "announce", body="Vi går en kvart över tiden. Alla frågor hinns nog med."
    )
    path = f"/{made.live.slug}/party/C/{made.number('assigned')}/draft"
    told = made.live.browser("C").send(path, {"body": "Ett utkast som väntar.", "draft": 0})
    assert told.status == 200, told.html


def _closed(made: Scene) -> None:
    """A sitting that is over: one answer published, one promised, one question that was never reached."""
    closed = made.program.hold(slug="closed", title="Skolan i framtiden, slut")
    made.states["closed"] = closed
    closed.published(BUS, ANSWER, "C")
    made.receipts["promised then"] = closed.with_party("Hur mycket kostar en tur i timmen?", "C")
    closed.does("C", "promise", made.number("promised then"), by=_soon(made.program))
    made.receipts["lapsed"] = closed.asked("Hann ni med den här?")
    for move in (sittings.close_intake, sittings.close):
        made.program.do(move, closed.slug, by=SYSTEM)


def _invited(made: Scene) -> None:
    do, live = made.program.do, made.live.slug
    do(accounts.enrol, "ny.politiker.två", "Ny Politiker", by=SYSTEM)  # namesakes happen
    made.account = do(accounts.enrol, "ny.politiker", "Ny Politiker", by=SYSTEM)
    do(
        accounts.grant,
        made.account,
        Role.POLITICIAN,
        sitting=live,
        seat="KD",
        capacity=Capacity.MEMBER,
        by=SYSTEM,
    )
    token = sign_ins.fresh_token()
    do(sign_ins.invite, made.account, token_hash=sign_ins.token_hash(token), by=SYSTEM)
    made.invitation = f"/invitation/{token}"


def _soon(program: Program) -> str:
    return (program.clock().date() + timedelta(days=7)).isoformat()
