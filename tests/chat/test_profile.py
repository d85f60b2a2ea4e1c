"""An authority's colours and logotype: what is taken from a folder, what is refused, and that everything can be read in it."""

from pathlib import Path

import pytest

from app import doctor
from app.chat import legibility, profile, tokens
from app.chat.profile import Unfit, of_folder
from app.settings import Settings
from tests.house import Browser, Program
from tests.repository.tracked import ROOT

EXAMPLES = sorted(path for path in (ROOT / "profiles").iterdir() if path.is_dir())
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "profile.css").write_text(":root { --act: #0b5563 }", encoding="utf-8")
    return tmp_path


def with_css(folder: Path, css: str) -> Path:
    (folder / "profile.css").write_text(css, encoding="utf-8")
    return folder


def faint(folder: Path) -> list[str]:
    settings = Settings.read({}, demo=True, data=folder, profile=str(folder))
    return [
        each.saw for each in doctor.look_over(settings) if each.what == "Grafisk profil" and not each.well
    ]


@pytest.mark.parametrize("scheme", legibility.SCHEMES)
def test_everything_can_be_read_in_our_own_colours(scheme: str):
    assert [pair for pair in legibility.pairs() if pair.scheme == scheme and not pair.well] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_everything_can_be_read_in_the_examples(example: Path):
    given = of_folder(example)

    assert given.logo
    assert [pair for pair in legibility.pairs(given.sheet) if not pair.well] == []


def test_there_are_two_examples():
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize(
    "css",
    [
        ":root { --act: url(https://elsewhere.example/x) }",
        ":root { --act: red }",
        ":root { --act: #fff; background: url(x) }",
        ":root { --thick: 40px solid }",
        ":root { --sans: url(x) }",
        ":root { --corner: calc(1px) }",
        "@import 'https://elsewhere.example/x.css';",
        "@import 'x'; :root { --act: #000 }",
        "@font-face { src: url(x) }",
        "body { display: none }",
        ":root { --act: #000 } body { display: none }",
        "@media print { :root { --act: #000 } }",
        "@media (prefers-contrast: more) { :root { --ink: #777777 } }",
        ":root { --act: #000",
        ":root { --act: #000 } }",
        "@media (prefers-color-scheme: dark) { :root { --corner: 3px } }",
    ],
)
def test_a_sheet_that_says_anything_else_is_refused(folder: Path, css: str):
    with pytest.raises(Unfit, match=r"profile\.css"):
        of_folder(with_css(folder, css))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="https://elsewhere.example/x.png"/>',
        '<use xlink:href="other.svg#a"/>',
        '<g onload="x()"/>',
        "<style>@import 'x';</style>",
        "<style>g { fill: url(https://elsewhere.example/x) }</style>",
        "<foreignObject/>",
    ],
)
def test_a_logotype_that_does_anything_is_refused(folder: Path, inside: str):
    (folder / "logo.svg").write_text(SVG.format(inside), encoding="utf-8")

    with pytest.raises(Unfit, match=r"logo\.svg"):
        of_folder(folder)


def test_a_picture_that_is_none_and_a_folder_that_is_none_are_refused(folder: Path):
    (folder / "logo.png").write_bytes(b"GIF89a")

    with pytest.raises(Unfit, match=r"logo\.png"):
        of_folder(folder)
    with pytest.raises(Unfit):
        of_folder(folder / "nowhere")


def test_such_a_folder_is_refused_before_anything_starts(folder: Path):
    with pytest.raises(ValueError, match="--act must be"):
        Settings.read({}, demo=True, profile=str(with_css(folder, ":root { --act: url(x) }")))


def test_the_doctor_says_what_is_too_faint_and_what_would_do(folder: Path):
    (said, *_) = faint(with_css(folder, ":root { --act: #88b5c3 }"))

    assert "I ljust läge syns knappar och länkar (--act) för svagt mot sidan (--ground)" in said
    assert "behöver vara 4,5" in said
    better = said.rpartition("till ")[2].rstrip(".")
    assert faint(with_css(folder, f":root {{ --act: {better} }}")) == []


def test_the_doctor_looks_in_the_dark_as_well(folder: Path):
    dark = "@media (prefers-color-scheme: dark) { :root { --ground: #777777 } }"

    assert all(said.startswith("I mörkt läge") for said in faint(with_css(folder, dark)))
    assert any("partiernas streck" in said for said in faint(with_css(folder, dark)))


def test_what_is_served_holds_only_what_was_understood_and_leaves_high_contrast_alone(folder: Path):
    css = of_folder(with_css(folder, "/* x */ :root { --act: #0b5563; --corner: 0 }")).css

    assert "--corner:0;" in css
    assert (
        "@media (prefers-color-scheme:light) and (prefers-contrast:no-preference){:root{--act:#0b5563;}}"
        in css
    )
    assert "x */" not in css


def test_our_own_tokens_are_read_whole():
    shown = tokens.ours().shown(tokens.LIGHT)

    assert set(profile.COLOURS) <= shown.keys()
    assert not any("var(" in shown[name] for name in profile.COLOURS)


def test_pages_wear_the_profile_and_its_files_are_harmless(tmp_path: Path):
    with (
        Program(tmp_path, profile=str(ROOT / "profiles" / "vattermark")) as program,
        Browser(program) as reader,
    ):
        page = reader.get("/")
        logo = page.dom.first("img", "house-logo")
        sheet = next(each.attrs["href"] for each in page.dom.all("link") if "/profile/" in each.attrs["href"])

        picture, css = reader.get(logo.attrs["src"]), reader.get(sheet)

        assert logo.attrs["alt"] == "Region Sundmark"
        assert picture.reply.headers["content-type"] == "image/svg+xml"
        assert "sandbox" in picture.reply.headers["content-security-policy"]
        assert css.reply.headers["content-type"].startswith("text/css")
        assert "--act:#0b5563" in css.html
        assert reader.get("/profile/0000/profile.css").status == 404
        assert reader.get(sheet.replace("profile.css", "README.md")).status == 404


def test_without_a_profile_there_is_no_file_of_one(tmp_path: Path):
    with Program(tmp_path) as program, Browser(program) as reader:
        assert reader.get("/profile/0000/profile.css").status == 404
        assert "/profile/" not in reader.get("/").html
