"""The shape of the house: rooms with names, small files, small functions, one place for each kind of work."""

import ast
import re
import statistics

from tests.repository.tracked import functions, program, texts

NAMELESS = {
    "base",
    "common",
    "core",
    "helpers",
    "managers",
    "misc",
    "models",
    "schemas",
    "services",
    "shared",
    "utils",
}
EMPTY_SUFFIXES = ("Manager", "Service", "Handler", "Base", "Helper", "Util", "Utils")


def imported(tree: ast.Module) -> set[str]:
    """The names of every module that this one imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {node.module}
    return names


def calls(tree: ast.Module) -> set[str]:
    """What is called, written as in the source: ``datetime.now``, ``tx.commit``."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def mentions(tree: ast.Module) -> set[str]:
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_no_file_of_the_program_is_longer_than_a_few_screens():
    lengths = {
        name: text.count("\n") for name, text in texts(".py", under="app/") if "/migrations/" not in name
    }

    assert {name: length for name, length in lengths.items() if length > 250} == {}


def test_no_script_of_the_pages_is_longer_than_a_few_screens():
    lengths = {name: text.count("\n") for name, text in texts(".js", under="web/") if "/vendor/" not in name}

    assert {name: length for name, length in lengths.items() if length > 250} == {}


def test_half_of_the_files_are_short():
    lengths = [
        text.count("\n") for name, text in texts(".py", under="app/") if not name.endswith("__init__.py")
    ]

    assert statistics.median(lengths) <= 100


def test_half_of_the_functions_have_ten_lines_or_fewer():
    assert statistics.median(each.lines for each in functions()) <= 10


def test_no_function_is_longer_than_a_screen():
    # Without its signature and docstring: a command's options are its manual.
    assert [f"{each.place}: {each.body} lines" for each in functions() if each.body > 45] == []


def test_hardly_any_function_is_longer_than_forty_lines():
    everything = functions()

    assert sum(each.lines > 40 for each in everything) <= len(everything) / 100


def test_every_room_and_file_has_a_name_that_says_what_it_holds():
    nameless = [name for name, _ in program() if NAMELESS & set(re.split(r"[/.]", name.lower()))]

    assert nameless == []


def test_no_class_hides_what_it_is_behind_an_empty_word():
    classes = [
        f"{name}: {node.name}"
        for name, tree in program()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and (node.name.endswith(EMPTY_SUFFIXES) or node.name.startswith("Base") or node.name == "Abstract")
    ]

    assert classes == []


def test_every_module_opens_with_what_it_is_for():
    silent = [name for name, tree in program() if tree.body and not ast.get_docstring(tree)]

    assert silent == []


def test_only_settings_read_the_environment_and_commands_the_language_of_the_terminal():
    readers = {
        name
        for name, tree in program()
        if {"os.environ", "os.getenv", "os.environb"} & (mentions(tree) | calls(tree))
    }

    assert readers <= {"app/settings.py", "app/cli/asking.py"}


def test_only_the_rendering_knows_the_templates():
    knowing = {
        name for name, tree in program() if any(each.split(".")[0] == "jinja2" for each in imported(tree))
    }

    assert {name for name in knowing if not name.startswith("app/chat/render")} == set()


def test_only_records_commit():
    committing = {name for name, tree in program() if any(call.endswith(".commit") for call in calls(tree))}

    assert {name for name in committing if not name.startswith("app/records/")} == set()


def test_the_domain_is_told_what_time_it_is():
    clock = re.compile(r"(^|\.)(now|utcnow|today|monotonic|perf_counter)$|^time\.")
    domain = [
        (name, calls(tree))
        for name, tree in program()
        if name.startswith(("app/routing/", "app/records/vocabulary"))
    ]

    assert {name: found for name, made in domain if (found := sorted(filter(clock.search, made)))} == {}


def test_nothing_is_left_for_later():
    later = re.compile(
        r"\b("
        + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "NotImplemented" + "Error"))
        + r")\b"
    )
    places = [
        f"{name}:{number}"
        for name, text in texts(".py", ".js", ".css", ".html", ".jinja", ".sh", ".toml")
        for number, line in enumerate(text.splitlines(), 1)
        if later.search(line)
    ]

    assert places == []


def test_no_test_is_skipped_or_expected_to_fail():
    mark = re.compile(r"\bmark\.(skip|xfail)\b|\bpytest\.xfail\b")

    assert [
        name
        for name, text in texts(".py", under="tests/")
        if mark.search(text) and name != "tests/repository/test_shape.py"
    ] == []


def test_every_exception_from_a_rule_gives_its_reason():
    excuse = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:)")
    reasoned = re.compile(
        r"#\s*(noqa:\s*[A-Z0-9, ]+|type:\s*ignore\[[^]]+\]|pragma:\s*no (cover|branch))\s*(#|-|–|:)\s*\S.{9,}"
    )
    places = [
        f"{name}:{number}"
        for name, text in texts(".py")
        for number, line in enumerate(text.splitlines(), 1)
        if excuse.search(line) and not reasoned.search(line) and "re.compile" not in line
    ]

    assert places == []
