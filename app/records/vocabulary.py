"""The words that every room shares, refusals among them. Reads no clock, knows no table."""

from dataclasses import dataclass
from enum import StrEnum

from app.records.refusals import Closed as Closed
from app.records.refusals import Malformed as Malformed
from app.records.refusals import NotYours as NotYours
from app.records.refusals import OutOfTurn as OutOfTurn
from app.records.refusals import Refusal as Refusal
from app.records.refusals import Stale as Stale
from app.records.refusals import TooFast as TooFast
from app.records.refusals import TooLarge as TooLarge
from app.records.refusals import Unavailable as Unavailable
from app.records.refusals import Unknown as Unknown


class State(StrEnum):
    """Where a question stands on its way from the citizen to the page."""

    RECEIVED = "received"
    HELD = "held"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    DECLINED = "declined"
    MERGED = "merged"
    REFERRED = "referred"
    LAPSED = "lapsed"


class SittingState(StrEnum):
    """Where a sitting stands between being planned and being archived (M2)."""

    PLANNED = "planned"
    OPEN = "open"
    LIVE = "live"
    CLOSING = "closing"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Move(StrEnum):
    """What somebody does to a question, a sitting, a seat, an announcement or an account. Each is entered."""

    # on a question
    ASK = "ask"
    ASSIGN = "assign"
    REASSIGN = "reassign"
    TAKE_BACK = "take_back"
    HOLD = "hold"
    RELEASE = "release"
    DECLINE = "decline"
    MERGE = "merge"
    REFER = "refer"
    REOPEN = "reopen"
    ANSWER = "answer"
    PROPOSE = "propose"
    HAND_BACK = "hand_back"
    PROMISE = "promise"
    RETURN = "return"
    PUBLISH = "publish"
    EDIT = "edit"
    CORRECT = "correct"
    UNPUBLISH = "unpublish"
    REPUBLISH = "republish"
    MARK = "mark"
    UNMARK = "unmark"
    LAPSE = "lapse"
    END_ROUND = "end_round"
    REQUEST = "request"
    DISMISS = "dismiss"
    REPORT = "report"
    DISMISS_REPORT = "dismiss_report"
    # on a sitting
    CREATE = "create"
    CHANGE = "change"
    OPEN = "open"
    GO_LIVE = "go_live"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    CLOSE_INTAKE = "close_intake"
    CLOSE = "close"
    ARCHIVE = "archive"
    UNATTEND = "unattend"
    ATTEND = "attend"
    REMOVE = "remove"
    # beside the questions
    ANNOUNCE = "announce"
    EXPORT = "export"
    PROTOCOL = "protocol"
    ATTACH = "attach"
    DESCRIBE = "describe"
    ARRANGE = "arrange"
    DETACH = "detach"
    SWEEP = "sweep"
    # on the installation
    INFORM = "inform"
    FEEDBACK = "feedback"
    # on a seat, on an account
    SEAT = "seat"
    ENROL = "enrol"
    GRANT = "grant"
    REVOKE = "revoke"
    INVITE = "invite"
    DISABLE = "disable"


class Role(StrEnum):
    """In what capacity somebody acts."""

    CITIZEN = "citizen"
    MODERATOR = "moderator"
    POLITICIAN = "politician"
    ORGANISER = "organiser"
    REGISTRAR = "registrar"
    SYSTEM = "system"


class Capacity(StrEnum):
    """How a politician's account sits in a party's chair (M22)."""

    MEMBER = "member"
    SUBSTITUTE = "substitute"
    HELPER = "helper"


class Distribution(StrEnum):
    """The sitting's rule for whose turn it is (M15)."""

    TURN_ORDER = "turn_order"
    FEWEST = "fewest"
    LOTTERY = "lottery"
    FREE = "free"


class Override(StrEnum):
    """Why another seat than the proposed one was chosen. ``UNSTATED`` is recorded, never asked for."""

    WISH = "wish"
    NAMED = "named"
    SUBJECT = "subject"
    FOLLOW_UP = "follow_up"
    LOAD = "load"
    ABSENT = "absent"
    OTHER = "other"
    UNSTATED = "unstated"


class DeclineReason(StrEnum):
    """The rules' own reasons why a post is not published (M14)."""

    GROUP_REMARK = "group_remark"
    HATE = "hate"
    COMMERCIAL = "commercial"
    COPYRIGHT = "copyright"
    CRIME = "crime"
    THREAT = "threat"
    POSING = "posing"
    PERSONAL_DATA = "personal_data"
    SWEARING = "swearing"
    SLANDER = "slander"
    VIOLENCE = "violence"
    OFF_TOPIC = "off_topic"
    SHOUTING = "shouting"
    TONE = "tone"


class UnpublishReason(StrEnum):
    """Why something published is taken down (BBS-lagen 5 §, secrecy, personal data, mistake)."""

    UNLAWFUL_THREAT = "unlawful_threat"
    PRIVACY = "privacy"
    SEDITION = "sedition"
    AGITATION = "agitation"
    CHILD_ABUSE = "child_abuse"
    UNLAWFUL_VIOLENCE = "unlawful_violence"
    TERRORISM = "terrorism"
    COPYRIGHT = "copyright"
    SECRECY = "secrecy"
    PERSONAL_DATA = "personal_data"
    MISTAKE = "mistake"


class HandBackReason(StrEnum):
    """Why a party hands a question back to the moderator (M20)."""

    NOT_OURS = "not_ours"
    FOR_OFFICIAL = "for_official"
    NEEDS_TIME = "needs_time"
    CONFLICT_OF_INTEREST = "conflict_of_interest"


class ReferTo(StrEnum):
    """Where a question that is not for politicians is referred (M13)."""

    CUSTOMER_SERVICE = "customer_service"
    REGISTRAR = "registrar"


class EditReason(StrEnum):
    """Why a published wording differs from the received one."""

    FACT = "fact"
    WORDING = "wording"
    PERSONAL_DATA = "personal_data"
    SECRECY = "secrecy"
    MISTAKE = "mistake"


CITIZEN_NAME = "citizen"
SYSTEM_NAME = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a move, and as what.

    ``account`` is the account's number, None for citizens and the system. ``seat`` and ``capacity`` are set for a
    politician only, ``sitting`` (its slug) where the role holds in one sitting only.
    """

    role: Role
    account: int | None = None
    sitting: str | None = None
    seat: str | None = None
    capacity: Capacity | None = None

    @property
    def entered_as(self) -> str:
        """The actor's name in an entry: a number, never a person's name."""
        if self.account is not None:
            return f"account/{self.account}"
        return CITIZEN_NAME if self.role is Role.CITIZEN else SYSTEM_NAME


CITIZEN = Actor(Role.CITIZEN)
SYSTEM = Actor(Role.SYSTEM)
COMMAND_LINE = Actor(Role.ORGANISER)
"""Whoever runs commands on the machine: an organiser without an account."""
