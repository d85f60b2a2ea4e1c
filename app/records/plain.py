"""The tables as plain statements see them: without objects, for bulk reads and the hot path. Knows no move."""

from app.records import accounts, asides, exhibits, installation, log, reported, tables

_TABLES = tables.Sitting.metadata.tables
_FILLED_BY = (
    tables,
    log,
    asides,
    exhibits,
    reported,
    accounts,
    installation,
)  # a table is known once the module that describes it has been read

SITTING = _TABLES["sitting"]
SEAT = _TABLES["seat"]
TEXT = _TABLES["text"]
QUESTION = _TABLES["question"]
ANSWER = _TABLES["answer"]
ANNOUNCEMENT = _TABLES["announcement"]
DRAFT = _TABLES["draft"]
NOTE = _TABLES["note"]
MESSAGE = _TABLES["message"]
MESSAGE_TO = _TABLES["messageto"]
HANDOVER = _TABLES["handover"]
MATERIAL = _TABLES["material"]
REPORT = _TABLES["report"]

LOG = _TABLES["log"]
ENTRY = _TABLES["entry"]
CHANNEL = _TABLES["channel"]
NOTICE = _TABLES["notice"]
ACKNOWLEDGED = _TABLES["acknowledged"]
MARK = _TABLES["mark"]

ACCOUNT = _TABLES["account"]
GRANT = _TABLES["grant"]
SIGN_IN = _TABLES["signin"]
INVITATION = _TABLES["invitation"]
