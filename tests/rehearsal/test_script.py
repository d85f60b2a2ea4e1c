"""The script: varied enough, fictional throughout, and flagged by our own detectors where it should be."""

import re
from collections import Counter

import pytest
from pydantic import ValidationError

from app.rehearsal.lines import Kind, Line, flowing
from app.rehearsal.script import Script, load
from app.routing.advice import Flag, find, flags
from app.routing.advice import Kind as Personal

SCRIPT = load()

# Reserved for examples: PTS's mobile numbers for fiction, the tax agency's test numbers (births 238 and 239 of a day),
# the bank association's example of an account, the domain of RFC 2606, a street that does not exist.
RESERVED = {
    Personal.PHONE: r"070-174 06 (0[5-9]|[1-9]\d)",
    Personal.PERSONAL_NUMBER: r"\d{8}-23[89]\d",
    Personal.COORDINATION_NUMBER: r"\d{4}[6-9]\d-23[89]\d",
    Personal.IBAN: r"SE35 5000 0000 0549 1000 0003",
    Personal.EMAIL: r"[\w.]+@example\.(com|org|net)",
    Personal.ADDRESS: r"Påhittsvägen \d+",
}


def spoken(line: Line) -> list[str]:
    """Everything in a line that somebody may read on a page."""
    told = (line.name, line.wording, line.first_try, line.note, line.words, line.hand_back_words)
    corrected = line.correction.body if line.correction else None
    return [text for text in (*told, corrected, *line.answers) if text]


@pytest.mark.proves("M5")
def test_there_are_enough_questions_of_every_kind():
    kinds = Counter(line.kind for line in SCRIPT.lines)

    assert len(SCRIPT.lines) >= 150
    assert kinds[Kind.GOOD] >= 100
    assert set(kinds) == set(Kind)
    assert all(kinds[kind] >= 4 for kind in Kind)
    assert sum(len(line.answers) for line in SCRIPT.lines) >= 100


def test_the_parliaments_eight_parties_sit_on_the_bench_each_with_three_people_of_its_own():
    people = [name for seat in SCRIPT.seats for name in (seat.member, seat.substitute, seat.helper)]

    assert SCRIPT.parties == ("S", "M", "SD", "C", "V", "KD", "L", "MP")
    assert len(set(people)) == 24


@pytest.mark.parametrize("line", [line for line in SCRIPT.lines if line.plants], ids=lambda line: line.id)
def test_every_planted_number_is_found_by_the_detectors_and_belongs_to_nobody(line: Line):
    found = {line.body[each.start : each.end]: each.kind for each in find(line.body)}

    assert set(found) == set(line.plants)
    assert all(re.fullmatch(RESERVED[kind], plant) for plant, kind in found.items())


def test_no_other_text_holds_personal_data():
    texts = [line.body for line in SCRIPT.lines if not line.plants]
    texts += [text for line in SCRIPT.lines for text in spoken(line)]
    texts += [*SCRIPT.cast.replies, *SCRIPT.cast.names, SCRIPT.sitting.commission, SCRIPT.sitting.views]

    assert [text for text in texts if find(text)] == []


def test_what_shouts_is_flagged_and_nothing_else_is():
    length = SCRIPT.sitting.advised_length
    shouts = {line.id for line in SCRIPT.lines if Flag.SHOUTING in flags(line.body, length)}

    assert shouts == {line.id for line in SCRIPT.lines if line.kind is Kind.SHOUTING}


def test_some_are_longer_than_advised_and_none_is_longer_than_the_form_takes():
    lengths = [len(line.body) for line in SCRIPT.lines]

    assert sum(length > SCRIPT.sitting.advised_length for length in lengths) >= 2
    assert max(len(line.body.encode()) for line in SCRIPT.lines) <= 8 * 1024


def test_answers_are_one_to_three_paragraphs_and_name_no_party():
    names = [seat.name for seat in SCRIPT.seats]
    answers = [answer for line in SCRIPT.lines for answer in line.answers]

    assert all(1 <= len(answer.split("\n\n")) <= 3 for answer in answers)
    assert all(len(answer) <= 900 for answer in answers)
    assert [answer for answer in answers if any(name in answer for name in names)] == []


def test_a_post_is_recognised_as_asked_as_edited_and_with_an_opening_before_it():
    line = SCRIPT.by_id["data-father"]

    assert SCRIPT.recognise(line.body) == line
    assert SCRIPT.recognise(line.shown) == line
    assert SCRIPT.recognise(SCRIPT.cast.openings[0] + line.body) == line
    assert SCRIPT.recognise("En helt egen fråga?") is None


def test_the_first_round_begins_with_the_opening_and_leaves_follow_ups_for_later():
    first = SCRIPT.first_round()

    assert tuple(line.id for line in first[: len(SCRIPT.cast.opening)]) == SCRIPT.cast.opening
    assert len({line.id for line in first}) == len(first)
    assert {line.kind for line in SCRIPT.lines if line not in first} == {Kind.FOLLOW_UP}


def test_lines_are_joined_within_a_paragraph_only():
    assert flowing("\nEtt och\n två.\n\n  Tre.\n") == "Ett och två.\n\nTre."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"answers": ()}, "one of answers"),
        ({"decline": "tone"}, "one of answers"),
        ({"seats": 2}, "2 seats, 1 answers"),
        ({"wording": "Annat"}, "wording"),
        ({"first_try": "Hm."}, "note"),
        ({"kind": "repeat"}, "repeats"),
        ({"plants": ("070-174 06 05",)}, "not in the body"),
        ({"misspelt": True}, "Extra inputs"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(change: dict[str, object], told: str):
    sound = {"id": "a-line", "kind": "good", "body": "Hur?", "answers": ("Så.",)}

    with pytest.raises(ValidationError, match=told):
        Line.model_validate(sound | change)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"id": "bup-wait"}, "same id"),
        ({"body": SCRIPT.by_id["bup-wait"].body}, "same thing"),
        ({"kind": "repeat", "repeats": "nobody", "answers": ()}, "nobody"),
        ({"wish": "X"}, "no such parties"),
    ],
)
def test_a_script_that_does_not_hang_together_is_refused(line: dict[str, object], told: str):
    whole = SCRIPT.model_dump(by_alias=True)
    sound = {"id": "a-line", "kind": "good", "body": "Hur?", "answers": ("Så.",)}
    whole["line"] = [*whole["line"], sound | line]

    with pytest.raises(ValidationError, match=told):
        Script.model_validate(whole)
