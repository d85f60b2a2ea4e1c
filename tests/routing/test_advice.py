"""The advice about personal data, tone and length, as the server sees it."""

import time
from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.routing.advice import Finding, Flag, Kind, find, flags, shouting, shouting_spans
from app.routing.advice.flags import _DETECTORS as DETECTORS
from app.routing.advice.flags import _IN_LINKS as IN_LINKS
from app.routing.advice.flags import _LINK as LINK
from tests.routing.advice_texts import CASES, FORMS, SLOW, mixture, planted

pytestmark = pytest.mark.proves("M8", "R-09", "R-10")

unhurried = settings(deadline=None)  # a busy machine is no fault of the detectors

PERSONAL = {Kind.PERSONAL_NUMBER, Kind.COORDINATION_NUMBER}

people = st.builds(
    planted,
    born=st.dates(date(1800, 1, 1), date(2099, 12, 31)),
    serial=st.integers(1, 999),
    form=st.sampled_from(FORMS),
    coordination=st.booleans(),
    error=st.integers(1, 9),
)
mixtures = st.builds(mixture, st.randoms(use_true_random=False))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["comment"])
def test_each_shared_case_is_read_as_written(case):
    found = [[each.kind.value, each.start, each.end] for each in find(case["text"])]

    assert (found, shouting(case["text"])) == (case["findings"], case["shouting"])


def test_the_shared_cases_hold_many_of_each_kind_and_many_of_none():
    kinds = Counter(kind for case in CASES for kind, _, _ in case["findings"])
    innocent = [case for case in CASES if not case["findings"] and not case["shouting"]]

    assert {kind for kind in Kind if kinds[kind] < 10} == set()
    assert (len(CASES) >= 150, len(innocent) >= 80) == (True, True)


@unhurried
@given(people, mixtures, mixtures)
def test_a_number_that_could_be_somebodys_is_found_whatever_stands_around_it(person, before, after):
    start = len(f"{before} nr ")

    found = find(f"{before} nr {person.right} tack {after}")

    kind = Kind.COORDINATION_NUMBER if person.coordination else Kind.PERSONAL_NUMBER
    assert Finding(kind, start, start + len(person.right)) in found


@unhurried
@given(people, mixtures, mixtures)
def test_a_number_with_a_wrong_check_digit_is_nobodys(person, before, after):
    start = len(f"{before} nr ")
    end = start + len(person.wrong)

    found = find(f"{before} nr {person.wrong} tack {after}")

    assert [each for each in found if each.kind in PERSONAL and each.start < end and start < each.end] == []


@unhurried
@given(mixtures)
def test_findings_stand_in_order_inside_the_text_and_never_overlap(text):
    ends = [0, *(place for each in find(text) for place in (each.start, each.end)), len(text)]

    assert ends == sorted(ends)


@unhurried
@given(mixtures)
def test_places_count_code_points_and_do_not_depend_on_what_stands_before(text):
    shifted = [Finding(each.kind, each.start + 3, each.end + 3) for each in find("\n" + text)]

    assert find("😀😀😀\n" + text) == shifted


@unhurried
@given(st.text())
def test_any_text_at_all_can_be_advised_about(text):
    told = flags(text, 500, ["Anna Ek"])

    assert told == [flag for flag in Flag if flag in told]


def test_a_text_is_told_everything_about_once_and_in_order():
    text = "JAG ÄR SÅ TRÖTT PÅ DETTA!!! Ring 070-174 06 05 eller 070-174 06 06, se www.exempel.example"

    assert flags(text, 50) == [Flag.PHONE, Flag.SHOUTING, Flag.LONG, Flag.LINK, Flag.REPEATED_SIGN]


def test_an_ordinary_question_has_no_flag():
    assert flags("När byggs cykelvägen mellan Åsbro och Viksele?", 500, ["Moa Lind"]) == []


def test_the_advised_length_counts_code_points():
    assert (flags("😀å" * 250, 500), flags("😀å" * 250 + "!", 500)) == ([], [Flag.LONG])


def test_shouting_is_shown_where_it_stands():
    text = "😀 Hej, VARFÖR GÅR INTE bussen hem till oss? Det är DÅLIGT MEN SANT och dyrt."

    assert [text[start:end] for start, end in shouting_spans(text)] == ["VARFÖR GÅR INTE", "DÅLIGT MEN SANT"]


@pytest.mark.parametrize(
    "text",
    [
        "Se https://exempel.example/sida",
        "Läs på www.exempel.example",
        "Läs på exempel.se.",
        "Läs på min.sida.exempel.com/blogg",
    ],
)
def test_a_link_is_told_of(text):
    assert flags(text, 500) == [Flag.LINK]


@pytest.mark.parametrize(
    "text", ["Skriv till anna.se@exempel.example", "Bra. Se till att det blir av", "kl 12.30", "t.ex. nu"]
)
def test_what_only_looks_like_a_link_is_none(text):
    assert Flag.LINK not in flags(text, 500)


@pytest.mark.parametrize(
    "text",
    [
        "Jag har diabetes och väntar på tid.",
        "Nu har jag fått cancer igen",
        "Min mamma är dement, vem hjälper oss?",
        "Min granne på nedre botten har psykiska problem och får ingen hjälp.",
        "Jag är sedan i våras sjukskriven",
        "JAG HAR ADHD",
        "Min a\u030angest tas inte på allvar",
    ],
)
def test_health_told_of_oneself_or_somebody_near_is_told_of(text):
    assert Flag.HEALTH in flags(text, 500)


@pytest.mark.parametrize(
    "text",
    [
        "Hur lång är kön till cancervården?",
        "Jag har en fråga om cancer",
        "Jag undrar hur ni tänker om diabetes",
        "Det tar 15 minuter. Demens är svårt.",
        "Varför får inte alla med astma hjälp?",
    ],
)
def test_a_question_about_health_care_is_not_health_told_of(text):
    assert flags(text, 500) == []


@pytest.mark.parametrize(("text", "told"), [("Varför?!?", True), ("Nejjjjjjj", True), ("😡😡😡😡😡😡", True), ("Jaha...... ok?!", False), ("-----------", False), ("1000000 kr", False)])  # fmt: skip
def test_signs_repeated_for_force_are_told_of(text, told):
    assert (Flag.REPEATED_SIGN in flags(text, 500)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vad säger Moa Lind om bussarna?", True),
        ("moa linds svar räcker inte", True),
        ("Moa Lindgren bor här", False),
        ("Moa sa det", False),
    ],
)
def test_a_post_that_names_somebody_of_the_sitting_is_told_of(text, told):
    assert (Flag.NAMED in flags(text, 500, ["Moa Lind", "", "Bo (C)"])) == told


def seconds(text: str) -> float:
    """Processor time for all the advice about a text."""
    began = time.process_time()
    flags(text, 500, ["Moa Lind"])
    return time.process_time() - began


@pytest.mark.parametrize("piece", SLOW)
def test_eight_times_the_text_takes_about_eight_times_as_long_however_it_is_made(piece):
    long = (piece * 65_536)[:65_536]

    # What else the machine does can only make a run slower: the quickest of each is compared.
    ratio = min(seconds(long) for _ in range(3)) / min(seconds(long[:8192]) for _ in range(5))

    assert ratio < 24  # 8 where the work grows with the length, 64 where it grows with its square


def test_random_mixtures_are_worth_trying():
    chance = Random(7)

    kinds = Counter(each.kind for _ in range(2000) for each in find(mixture(chance)))

    assert {kind for kind in Kind if kinds[kind] < 20} == set()


@unhurried
@given(st.one_of(st.sampled_from([case["text"] for case in CASES]), mixtures, st.text(max_size=60)))
def test_a_detector_that_is_passed_over_would_have_found_nothing(text):
    digits = sum(sign in "0123456789" for sign in text)

    passed_over = [detect for detect, fewest in DETECTORS if digits < fewest]

    assert [list(detect(text)) for detect in passed_over] == [[]] * len(passed_over)


def test_what_can_be_passed_over_is_found_where_it_holds_the_fewest_digits():
    least = {
        "811228-9874": Kind.PERSONAL_NUMBER,
        "4000000000006": Kind.CARD,
        "08 123 456": Kind.PHONE,
        "Storgatan 5": Kind.ADDRESS,
        "a@b.se": Kind.EMAIL,
    }

    assert {text: [each.kind for each in find(text)] for text in least} == {
        text: [kind] for text, kind in least.items()
    }


@unhurried
@given(
    st.one_of(
        st.sampled_from(["se.www.x", "http://", "https://å", "www.a", "a.se", "x.eu.", ".net"]),
        mixtures,
        st.text(),
    )
)
def test_every_link_holds_one_of_the_signs_that_are_looked_for_first(text):
    assert LINK.search(text) is None or any(sign in text for sign in IN_LINKS)
