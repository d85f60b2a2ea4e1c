"""The accessibility statement is written from what the tests said, and from nothing else."""

from xml.etree import ElementTree

from app.chat import statement
from tests.accessibility.criteria import AXE, TRIES, fell_on, tried_by
from tests.repository.tracked import ROOT
from tools import statement as writing

REPORT = """<testsuites><testsuite timestamp="2026-11-24T17:00:00+01:00">
<testcase classname="tests.accessibility.test_every_page" name="test_nothing_scrolls_sideways_at_400_percent[home]"/>
<testcase classname="tests.accessibility.test_every_page" name="test_nothing_scrolls_sideways_at_400_percent[home]"><failure/></testcase>
<testcase classname="tests.accessibility.test_targets" name="test_a_finger_hits[desk]"/>
<testcase classname="tests.accessibility.test_whole_jobs" name="test_x"><skipped/></testcase>
<testcase classname="tests.chat.test_desk" name="test_y"/>
</testsuite></testsuites>"""


def test_each_test_counts_for_what_it_tries():
    found = writing.results(ElementTree.fromstring(REPORT))

    assert (found["tested_on"], found["tests"], found["failed"], found["pages"]) == ("2026-11-24", 3, 1, 1)
    assert found["tried"] == [
        {"criterion": "1.4.4", "tests": 2, "failed": 1},
        {"criterion": "1.4.10", "tests": 2, "failed": 1},
        {"criterion": "2.5.8", "tests": 1, "failed": 0},
    ]


def test_what_an_axe_rule_is_about_is_what_fell():
    said = "assert [{'id': 'target-size', 'help': 'All touch targets must be 24px large'}] == []"

    assert fell_on(AXE, said) == ("2.5.8",)
    assert fell_on(AXE, said.replace("target-size", "unheard-of")) == AXE
    assert fell_on(("2.1.1",), "TimeoutError") == ("2.1.1",)


def test_every_module_of_accessibility_tests_says_what_it_tries():
    modules = {path.stem for path in (ROOT / "tests" / "accessibility").glob("test_*.py")}

    assert modules <= TRIES.keys()


def test_what_is_tried_has_words():
    tried = {criterion for tests in TRIES.values() for criteria in tests.values() for criterion in criteria}

    assert tried <= statement.CRITERIA.keys()
    assert tried_by("test_desk", "test_y") == ()


def test_what_the_program_came_with_can_be_shown():
    shown = statement.latest()

    assert shown.tests >= max((each.tests for each in shown.tried), default=0)
    assert {each.criterion for each in shown.tried} <= statement.CRITERIA.keys()
