"""Every page in every state that somebody may meet, by name: whose it is, where it is, and what is done to it first."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.accessibility.scene import Scene

Where = Callable[[Scene], str]
Act = Callable[[Page], None]


@dataclass(frozen=True)
class View:
    """A page as ``who`` finds it at ``path``, after ``act``. ``status``: what the server answers with."""

    who: str
    path: Where
    act: Act | None = None
    status: int = 200


def at(path: str) -> Where:
    return lambda scene: path


def live(path: str = "") -> Where:
    return lambda scene: f"/{scene.live.slug}{path}"


def of(path: str, what: str) -> Where:
    """An address in the live sitting with the number of a question in it."""
    return lambda scene: f"/{scene.live.slug}{path.format(scene.number(what))}"


def receipt(what: str) -> Where:
    return lambda scene: scene.receipts[what].path


# -- what is done


def connected(page: Page) -> None:
    expect(page.locator("live-list")).to_have_attribute("data-connection", "open")


def sent_past_the_browser(selector: str) -> Act:
    """The form as it is, without what the browser would have said first."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(selector).evaluate("form => HTMLFormElement.prototype.submit.call(form)")

    return act


def pressed(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def sheet(key: str) -> Act:
    """At the desk: the sheet of a move, opened by its key."""

    def act(page: Page) -> None:
        connected(page)
        page.keyboard.press(key)
        expect(page.locator("#acts details[open] > .act-sheet")).to_be_visible()

    return act


def marked_two(page: Page) -> None:
    """At the desk: two rows are marked, and the row of moves for them is there."""
    connected(page)
    for box in page.locator(".post:visible .post-pick > input").all()[:2]:
        box.check()
    expect(page.locator("#bulk")).to_be_visible()


def declining_two(page: Page) -> None:
    marked_two(page)
    page.locator("#bulk [data-key=x]").click()
    expect(page.locator("#bulk .act-sheet").first).to_be_visible()


def looked_at_two(page: Page) -> None:
    """What came of many at once, as a page, without anything having been done."""
    page.locator(".post-pick > input").first.evaluate("box => { box.checked = true }")
    with page.expect_navigation():
        page.locator("#bulk").evaluate(
            "form => { const kept = document.createElement('input'); kept.type = 'hidden'; kept.name = 'do'; kept.value = 'look';"
            " form.append(kept); HTMLFormElement.prototype.submit.call(form) }"
        )


def shown_the_keys(page: Page) -> None:
    connected(page)
    page.locator("[data-keys-open]").click(force=True)
    expect(page.locator("#keys")).to_be_visible()


def took_a_key_twice(page: Page) -> None:
    shown_the_keys(page)
    page.locator("#key-v").fill("x")
    expect(page.locator("#key-v-error")).to_be_visible()


def searched_in_vain(page: Page) -> None:
    connected(page)
    page.locator("#search").fill("finns inte i kön")
    expect(page.locator(".posts[data-none]")).to_have_count(1)


def asked_why(page: Page) -> None:
    connected(page)
    page.keyboard.press("2")
    expect(page.locator("#why")).to_be_visible()


def moved_meanwhile(page: Page) -> None:
    page.locator("#moved").evaluate("notice => { notice.hidden = false }")


def at_the_form(page: Page) -> None:
    """On a narrow screen the form is folded until one wants it."""
    connected(page)
    opener = page.locator("[data-ask-open]")
    if opener.is_visible():
        opener.click()
    expect(page.get_by_label("Din fråga eller synpunkt")).to_be_visible()


def found_no_answer_from_a_party(page: Page) -> None:
    connected(page)
    for thread in page.locator("#threads > li").all():
        if thread.locator("[data-party=S]").count():
            thread.evaluate("thread => thread.remove()")
    page.locator("[data-filter]").select_option("S")
    expect(page.locator("[data-filtered-empty]")).to_be_visible()


def wrote_what_draws_advice(page: Page) -> None:
    at_the_form(page)
    page.get_by_label("Din fråga eller synpunkt").fill("RING MIG GENAST PÅ 070-174 06 05 " + "Varför? " * 120)
    expect(page.locator("[data-advice] > p").first).to_be_visible()


def lost_the_line(page: Page) -> None:
    at_the_form(page)
    page.route("**/questions", lambda route: route.abort())
    page.get_by_label("Din fråga eller synpunkt").fill("Kommer det fram?")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.locator("[data-trouble]")).to_be_visible()


def asked(page: Page) -> None:
    at_the_form(page)
    page.get_by_label("Din fråga eller synpunkt").fill("Vad händer nu?")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.locator("[data-thanks]")).to_be_visible()
    expect(page.locator("#own")).to_be_visible()


def named_wrongly(page: Page) -> None:
    page.locator("#short").fill("bo")
    with page.expect_navigation():
        page.locator("form:has(#short) .button--main").click()
    expect(page.locator("#short-error")).to_be_visible()


def followed_up(page: Page) -> None:
    page.locator("[data-follow-up]").first.click()
    expect(page.locator("[data-follow-up-note]")).to_be_visible()


def refused_at_sign_in(page: Page) -> None:
    page.locator("#login").fill("ingen.alls")
    page.locator("#password").fill("fel lösenord helt och hållet")
    with page.expect_navigation():
        page.locator("form .button--main").click()


def everything_open(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")


def entered_for_somebody(page: Page) -> None:
    page.locator("[name=channel]").first.check()
    page.locator("#body").fill("När går bussen?")
    with page.expect_navigation():
        page.locator("main form .button--main").click()
    expect(page.locator(".receipt-code")).to_be_visible()


def looked(page: Page) -> None:
    page.locator("#title").fill("Skolan i framtiden")
    with page.expect_navigation():
        page.get_by_role("button", name="Förhandsgranska").click()
    expect(page.locator(".plan-title")).to_have_text("Skolan i framtiden")


def previewed(page: Page) -> None:
    page.locator("#body").fill("Ring oss på **112**.\n\n## Besök\n- Storgatan 1")
    with page.expect_navigation():
        page.get_by_role("button", name="Förhandsgranska").click()


def handed_back_without_a_reason(page: Page) -> None:
    connected(page)
    page.get_by_text("Lämna tillbaka frågan …").click()
    page.locator("#words").fill("Inte vårt bord")
    page.get_by_role("button", name="Lämna tillbaka", exact=True).click()
    expect(page.locator("#reason-error")).to_be_visible()


def clashed(page: Page) -> None:
    connected(page)
    page.locator("#clash").evaluate("notice => { notice.hidden = false }")


CITIZEN: dict[str, View] = {
    "home": View("citizen", at("/")),
    "about": View("citizen", at("/om")),
    **{
        f"about {what}": View("citizen", at(f"/om/{path}"))
        for what, path in (
            ("personal data", "personuppgifter"),
            ("records", "handlingar"),
            ("the service", "tjansten"),
            ("contact", "kontakt"),
        )
    },
    "accessibility": View("citizen", at("/tillganglighet"), everything_open),
    "accessibility refused": View(
        "citizen", at("/tillganglighet"), sent_past_the_browser("main form"), status=200
    ),
    "accessibility received": View("citizen", at("/tillganglighet?received=7")),
    "patterns": View("citizen", at("/patterns"), everything_open),
    "patterns public": View("citizen", at("/patterns/public")),
    "patterns receipt": View("citizen", at("/patterns/receipt?state=declined")),
    "patterns desk": View("citizen", at("/patterns/desk")),
    "patterns panel": View("citizen", at("/patterns/panel")),
    "rules": View("citizen", at("/om/ordningsregler")),
    "rules of a sitting": View("citizen", live("/rules")),
    "not found": View("citizen", at("/finns-inte"), status=404),
    "sitting live": View("citizen", live(), connected),
    "changes": View("citizen", of("/changes/{}", "corrected")),
    "sitting with everything open": View("citizen", live(), everything_open),
    "sitting planned": View("citizen", at("/planned")),
    "sitting open": View("citizen", at("/open")),
    "sitting paused": View("citizen", at("/paused")),
    "sitting empty": View("citizen", at("/empty")),
    "sitting closing": View("citizen", at("/closing")),
    "sitting closed": View("citizen", at("/closed")),
    "sitting archived": View("citizen", at("/archived")),
    "asking with advice": View("citizen", live(), wrote_what_draws_advice),
    "asking without a line": View("citizen", live(), lost_the_line),
    "asking a follow-up": View("citizen", live(), followed_up),
    "asked": View("citizen", at("/open"), asked),
    "updates paused": View("citizen", live(), pressed("[data-pause]")),
    "sitting with an empty filter": View("citizen", live(), found_no_answer_from_a_party),
    "report": View("citizen", of("/{}/report", "published")),
    "report refused": View("citizen", of("/{}/report", "published"), sent_past_the_browser("main form")),
    "report received": View("citizen", of("/{}/report?received=41", "published")),
    "asking about a picture": View("citizen", live("/ask?about=1")),
    "picture": View("citizen", live("/material/1")),
    "document": View("citizen", live("/material/2")),
    "screen": View("citizen", live("/screen"), connected),
    "screen of an earlier question": View("citizen", of("/screen?question={}", "by all"), connected),
    "screen empty": View("citizen", at("/empty/screen"), connected),
    "form": View("citizen", live("/ask")),
    "form of a follow-up": View("citizen", of("/ask?follow_up_to={}", "published")),
    "form refused": View("citizen", live("/ask"), sent_past_the_browser("#ask")),
    "form while paused": View("citizen", at("/paused/ask")),
    **{
        f"receipt {what}": View("citizen", receipt(what), everything_open)
        for what in (
            *("received", "held", "assigned", "promised", "answered", "published", "unpublished"),
            *("declined", "merged", "referred", "lapsed", "follow-up", "wide"),
        )
    },
}

SIGNING_IN: dict[str, View] = {
    "sign in": View("citizen", at("/sign-in")),
    "sign in refused": View("citizen", at("/sign-in"), refused_at_sign_in),
    "sign in first": View("citizen", lambda scene: f"/{scene.live.slug}/desk"),
    "invitation": View("citizen", lambda scene: scene.invitation),
    "invitation that is no more": View("citizen", at("/invitation/finns-inte"), status=404),
    "own page": View("organiser", at("/me"), everything_open),
    "somebody else's page": View("C", live("/party/S"), status=403),
}

OFFICE: dict[str, View] = {
    "organiser": View("organiser", at("/organiser")),
    "accounts": View("organiser", at("/organiser/accounts"), everything_open),
    "account": View("organiser", lambda scene: f"/organiser/accounts/{scene.account}", everything_open),
    "new sitting": View("organiser", at("/organiser/new")),
    "new sitting refused": View("organiser", at("/organiser/new"), sent_past_the_browser("main form")),
    "new sitting previewed": View("organiser", at("/organiser/new"), looked),
    "settings": View("organiser", live("/settings")),
    "settings of an archived sitting": View("organiser", at("/archived/settings")),
    "seats": View("organiser", live("/settings/seats")),
    "material": View("organiser", live("/settings/material")),
    "material refused": View("organiser", live("/settings/material"), sent_past_the_browser("main > form")),
    "ways to a sitting": View("organiser", live("/settings/reach")),
    "ways to a sitting refused": View("organiser", live("/settings/reach"), named_wrongly),
    "copy": View("organiser", live("/settings/copy")),
    "close": View("organiser", at("/closing/settings/close")),
    "reopen": View("organiser", at("/closed/settings/reopen")),
    "reopen refused": View("organiser", at("/closed/settings/reopen"), sent_past_the_browser("main form")),
    "remove": View("organiser", at("/paused/settings/remove")),
    "information pages": View("organiser", at("/organiser/information")),
    "information page": View("organiser", at("/organiser/information/contact/sv")),
    "information page previewed": View("organiser", at("/organiser/information/contact/sv"), previewed),
    "feedback": View("registrar", at("/registrar/feedback")),
    "register": View("registrar", live("/register")),
    "register without a hit": View("registrar", live("/register?q=ingenting")),
    **{
        f"dossier {what}": View("registrar", of("/register/{}", what), everything_open)
        for what in ("secret", "corrected", "edited", "declined", "wide", "published in arabic")
    },
}

DESK: dict[str, View] = {
    "desk": View("moderator", live("/desk"), connected),
    "page left alone": View("citizen", at("/alone")),
    "receipt left alone": View("citizen", receipt("alone")),
    "panel left alone": View("C", at("/alone/party/C")),
    "desk left alone": View("moderator", at("/alone/desk"), connected),
    "case that another has": View("moderator", at("/alone/desk/1"), connected),
    "desk with everybody's posts": View("moderator", live("/desk?tab=all"), connected),
    **{
        f"case {what}": View("moderator", of("/desk/{}", what), connected)
        for what in (
            *("received", "flagged", "english", "held", "secret", "handed back", "promised", "returned"),
            *("answered", "edited", "shared", "published", "follow-up", "by all", "unpublished", "declined"),
            *("merged", "referred", "wide", "published in arabic"),
        )
    },
    "declining": View("moderator", of("/desk/{}", "received"), sheet("x")),
    "assigning": View("moderator", of("/desk/{}", "received"), sheet("t")),
    "merging": View("moderator", of("/desk/{}", "received"), sheet("d")),
    "referring": View("moderator", of("/desk/{}", "received"), sheet("h")),
    "editing": View("moderator", of("/desk/{}", "received"), sheet("e")),
    "marking": View("moderator", of("/desk/{}", "received"), sheet("s")),
    "returning": View("moderator", of("/desk/{}", "answered"), sheet("r")),
    "correcting": View("moderator", of("/desk/{}", "published"), sheet("e")),
    "unpublishing": View("moderator", of("/desk/{}", "published"), sheet("x")),
    "several marked": View("moderator", live("/desk"), marked_two),
    "declining several": View("moderator", live("/desk"), declining_two),
    "several looked at": View("moderator", live("/desk"), looked_at_two),
    "several refused": View("moderator", live("/desk"), sent_past_the_browser("#bulk")),
    "telling parties": View("moderator", live("/desk"), pressed("#to-parties > summary")),
    "telling parties alone": View("moderator", live("/desk/tell")),
    "telling parties refused": View("moderator", live("/desk/tell"), sent_past_the_browser("main form")),
    "pausing": View("moderator", live("/desk"), pressed(".strip-moves summary")),
    "keys": View("moderator", live("/desk"), shown_the_keys),
    "key taken twice": View("moderator", live("/desk"), took_a_key_twice),
    "searched in vain": View("moderator", live("/desk"), searched_in_vain),
    "case to everybody": View("moderator", of("/desk/{}", "to everybody"), connected),
    "case correction wanted": View("moderator", of("/desk/{}", "correction wanted"), connected),
    "dismissing a correction": View("moderator", of("/desk/{}", "correction wanted"), sheet("a")),
    "ombud": View("moderator", live("/desk/ombud")),
    "ombud refused": View("moderator", live("/desk/ombud"), sent_past_the_browser("main form")),
    "ombud receipt": View("moderator", live("/desk/ombud"), entered_for_somebody),
    "asked why": View("moderator", of("/desk/{}", "received"), asked_why),
    "moved meanwhile": View("moderator", of("/desk/{}", "received"), moved_meanwhile),
    "telling everybody": View("moderator", live("/desk"), pressed(".strip-moves summary")),
    "desk planned": View("moderator", at("/planned/desk"), connected),
    "desk paused": View("moderator", at("/paused/desk"), connected),
    "desk closed": View("moderator", at("/closed/desk"), connected),
    "closing": View("moderator", at("/closing/desk/closing")),
    "closing too early": View("moderator", live("/desk/closing")),
    "closing with a reason to choose": View("moderator", live("/desk/closing"), everything_open),
    "outcome": View("moderator", at("/closed/desk/closing")),
    "shares": View("moderator", live("/desk/shares")),
    "protocol": View("moderator", at("/closed/protocol")),
    "protocol that is not made yet": View("moderator", live("/protocol")),
}

PANEL: dict[str, View] = {
    "panel": View("C", live("/party/C"), connected),
    **{
        f"task {what}": View("C", of("/party/C?question={}", what), connected)
        for what in (
            "assigned",
            "promised",
            "returned",
            "answered",
            "shared",
            "published",
            "by all",
        )
    },
    "task to everybody": View("C", of("/party/C?question={}", "to everybody"), connected),
    "task of a correction": View("MP", of("/party/MP?question={}", "correction wanted"), everything_open),
    "panel to approve": View("C", at("/approval/party/C"), connected),
    "panel that waits for approval": View("C.helper", at("/approval/party/C"), connected),
    "task that is secret now": View("C", of("/party/C?question={}", "secret"), status=404),
    "task handed back": View("M", of("/party/M?question={}", "handed back"), connected),
    "task unpublished": View("L", of("/party/L?question={}", "unpublished"), connected),
    "task with everything open": View("C", of("/party/C?question={}", "assigned"), everything_open),
    "handing back without a reason": View(
        "C", of("/party/C?question={}", "assigned"), handed_back_without_a_reason
    ),
    "panel clashing": View("C", of("/party/C?question={}", "assigned"), clashed),
    "panel of a helper": View("C.helper", live("/party/C"), connected),
    "panel of a substitute": View("S.substitute", live("/party/S"), connected),
    "panel planned": View("C", at("/planned/party/C"), connected),
    "panel with nothing": View("V", at("/empty/party/V"), connected),
    "panel closed": View("C", at("/closed/party/C"), connected),
}

VIEWS: dict[str, View] = {**CITIZEN, **SIGNING_IN, **OFFICE, **DESK, **PANEL}

KINDS = (
    *(
        "home",
        "about",
        "rules of a sitting",
        "not found",
        "sitting live",
        "sitting closed",
        "form",
        "form refused",
    ),
    *(
        "receipt received",
        "receipt declined",
        "sign in",
        "sign in refused",
        "invitation",
        "own page",
        "organiser",
    ),
    *(
        "accounts",
        "account",
        "new sitting",
        "settings",
        "seats",
        "material",
        "ways to a sitting",
        "screen",
        "picture",
        "copy",
        "close",
        "remove",
        "register",
    ),
    *(
        "dossier corrected",
        "desk",
        "case answered",
        "declining",
        "closing",
        "panel",
        "task published",
        "asked",
    ),
)
"""One of every kind of page, for what need not be tried in every state."""
