"""The small markup of the information pages: what it knows, and that everything else is text."""

import pytest

from app.chat.markup import Kind, Run, blocks, plain, runs


def kinds(text: str) -> list[tuple[str, int]]:
    return [(block.kind.value, len(block.lines)) for block in blocks(text)]


def test_headings_lists_and_paragraphs_are_told_apart():
    text = "Början\npå två rader\n\n## Rubrik\n- ett\n- två\n\n1. först\n2) sedan\n### Under\nslut"

    assert kinds(text) == [
        ("paragraph", 2),
        ("heading", 1),
        ("points", 2),
        ("numbered", 2),
        ("subheading", 1),
        ("paragraph", 1),
    ]


def test_every_heading_stands_by_itself():
    assert kinds("## Ett\n## Två") == [("heading", 1), ("heading", 1)]


def test_a_text_of_nothing_has_no_blocks():
    assert blocks(" \n\n ") == ()


def test_bold_and_links_are_found_within_a_line():
    assert runs("Ring **112** eller [skriv](mailto:dialog@sundmark.example).") == (
        Run("Ring "),
        Run("112", bold=True),
        Run(" eller "),
        Run("skriv", to="mailto:dialog@sundmark.example"),
        Run("."),
    )


@pytest.mark.parametrize("address", ["https://sundmark.example/a?b=c", "/om/kontakt", "tel:+46700000000"])
def test_an_address_that_leads_somewhere_is_a_link(address: str):
    assert runs(f"[hit]({address})") == (Run("hit", to=address),)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "http://plain.example",
        "data:text/html,x",
        'https://a"b',
    ],
)
def test_any_other_address_stays_as_it_was_written(address: str):
    assert runs(f"[hit]({address})") == (Run(f"[hit]({address})"),)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "#ingen rubrik", "-ingen punkt", "1.ingen", "** inte fet"]
)
def test_what_is_no_markup_is_text(text: str):
    (block,) = blocks(text)

    assert block.kind is Kind.PARAGRAPH
    assert "".join(run.text for run in block.lines[0]) == text


def test_a_text_is_compared_as_it_is_read():
    text = "## Kontakt\nRing **112** eller [oss](tel:112).\n- ett\n- två\n1. först"

    assert plain(text) == "Kontakt\n\nRing 112 eller oss (tel:112).\n\n\u2022 ett\n\u2022 två\n\n1. först"
