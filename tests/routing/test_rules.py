"""The rules of order: versions that stay as they were, with every reason of the rules (M14, M33)."""

import pytest

from app.records.vocabulary import DeclineReason, Malformed
from app.routing.rules import CURRENT, VERSIONS, rules_of


@pytest.mark.proves("M14")
def test_the_rules_in_force_have_each_reason_once():
    assert sorted(rules_of(CURRENT).reasons) == sorted(DeclineReason)


@pytest.mark.proves("M33")
def test_a_version_is_found_by_its_name():
    assert {name: rules.version for name, rules in VERSIONS.items()} == {name: name for name in VERSIONS}


def test_an_unknown_version_is_malformed():
    with pytest.raises(Malformed) as refused:
        rules_of("1911-1")

    assert refused.value.facts == {"field": "rules_version"}


def test_each_rule_is_a_sentence_of_its_own():
    sentences = [rule.text for rule in rules_of(CURRENT).rules]

    assert len(set(sentences)) == len(sentences)
    assert all(sentence[0].isupper() and not sentence.endswith(".") for sentence in sentences)
