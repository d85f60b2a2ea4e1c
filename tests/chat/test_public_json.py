"""What programs that follow the public page are not told: that something goes on about a question which nobody sees there."""

from pathlib import Path
from uuid import uuid4

from app.records import channels
from app.records.reports import ReportReason, StandReason
from app.records.vocabulary import CITIZEN
from app.routing import approval, reporting
from tests.chat.bureau import bureau
from tests.chat.test_asides import frames
from tests.routing.stage import SLUG, politician


async def test_a_correction_asked_for_and_a_report_change_nothing_that_the_public_is_told(
    tmp_path: Path,
) -> None:
    async with bureau(tmp_path) as at:
        number, do = await at.published(), at.served.do
        before = await frames(at, channels.public(SLUG), form="json")
        told = []

        await do(approval.request, SLUG, number, b"Nytt svar.", by=politician("C"))
        told.append(await frames(at, channels.public(SLUG), form="json"))
        await do(approval.dismiss, SLUG, number, b"Nej.", by=at.moa)
        told.append(await frames(at, channels.public(SLUG), form="json"))
        await do(reporting.report, SLUG, number, ReportReason.PRIVACY, None, by=CITIZEN, ticket=str(uuid4()))
        told.append(await frames(at, channels.public(SLUG), form="json"))
        await do(reporting.dismiss_report, SLUG, number, StandReason.LAWFUL, by=at.moa)
        told.append(await frames(at, channels.public(SLUG), form="json"))

        assert told == [before] * 4
