"""What the first view of a live sitting with sixty threads costs a reader, measured over real HTTP with gzip."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from app.chat import render
from tests.house import Program
from tests.loopback import LOOPBACK

THREADS = 60
QUESTION = "Varför måste färdtjänst bokas dagen innan i {place}, när bussen dit går var {turn}:e minut?"
ANSWER = (
    "Det behöver den inte längre i {place}, men i resten av länet gäller dagen före. Från den {turn} mars prövar vi "
    "bokning två timmar före och ser vad det kostar.\n\nFörsöket pågår i ett år. Linje {turn} kör hela tiden."
)
PLACES = ("Ekeryd", "Åsbro", "Norrhoda", "Hällarp", "Sundköping", "Björkö", "Viksele")
FONTS = ("talstreck-sans.woff2", "talstreck-serif.woff2")
"""What a page in Swedish needs; further letters are fetched when a name has them."""


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """Bytes on the wire by kind: html, css, js, fonts."""
    with Program(tmp_path_factory.mktemp("bytes")) as program:
        held = program.hold()
        for turn in range(THREADS):
            place = PLACES[turn % len(PLACES)]
            held.published(QUESTION.format(place=place, turn=turn), ANSWER.format(place=place, turn=turn))
        with httpx2.Client(base_url=program.address, **LOOPBACK) as reader:
            yield measured(reader, f"/{held.slug}")
        held.close()


def measured(reader: httpx2.Client, path: str) -> dict[str, int]:
    page = fetched(reader, path)
    html = gzip.decompress(page).decode()
    assert html.count('class="thread ') == THREADS
    # What stands in <noscript> and what is for paper is not part of the view.
    head = re.sub(r"<noscript>.*?</noscript>", "", html, flags=re.S)
    styles = re.findall(r'rel="stylesheet" href="([^"]+)">', head)
    scripts = set(re.findall(r'(?:src|modulepreload" href)="([^"]+\.js)"', head))
    folder = re.search(r"/static/[0-9a-f]+/", html)
    assert folder is not None
    return {
        "html": len(page),
        "css": sum(len(fetched(reader, each)) for each in styles),
        "js": sum(len(fetched(reader, each)) for each in scripts | imported(reader, scripts)),
        "fonts": sum(len(fetched(reader, f"{folder[0]}fonts/{each}")) for each in FONTS),
    }


def imported(reader: httpx2.Client, scripts: set[str]) -> set[str]:
    """Every module that these fetch at once, straight or through others."""
    found: set[str] = set()
    for script in scripts:
        text = gzip.decompress(fetched(reader, script)).decode()
        for name in re.findall(r'^import .*from "\./([^"]+)"', text, re.M):
            found.add(str(Path(script).parent / name))
    return found if found <= scripts else found | imported(reader, found - scripts)


def fetched(reader: httpx2.Client, path: str) -> bytes:
    with reader.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200, path
        return b"".join(answer.iter_raw())


def test_the_first_view_weighs_ninety_kilobytes_at_most(sizes: dict[str, int]) -> None:
    assert sum(sizes.values()) <= 90_000, sizes


def test_the_scripts_weigh_twenty_five_kilobytes_at_most(sizes: dict[str, int]) -> None:
    assert sizes["js"] <= 25_000, sizes


def test_page_and_styles_weigh_less_than_fifty_kilobytes(sizes: dict[str, int]) -> None:
    assert sizes["html"] + sizes["css"] < 50_000, sizes


def test_a_reader_without_gzip_is_sent_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    with (
        Program(tmp_path_factory.mktemp("plain")) as program,
        httpx2.Client(base_url=program.address, **LOOPBACK) as reader,
    ):
        address = render.asset("css/page-of-a-sitting.css")
        plain = reader.get(address, headers={"Accept-Encoding": "identity"})

        assert plain.headers["vary"] == "Accept-Encoding"
        assert "content-encoding" not in plain.headers
        assert plain.content == gzip.decompress(fetched(reader, address))


def test_nothing_comes_from_anybody_else() -> None:
    web = Path(__file__).parents[2] / "web"
    named = [*web.glob("css/*.css"), *web.glob("js/*.js")]

    assert [
        each.name
        for each in named
        if re.search(r"(url\(|from |import\()[\"']?(https?:)?//", each.read_text())
    ] == []
