"""Counting what the program should hardly do, and copying rows for what costs with many of them."""

import sqlite3
import subprocess
import sys
from contextlib import closing

from bench import seeding
from bench.counted import Counts
from bench.places import ROOT

PROGRAM = """
import sys, zlib
from pathlib import Path
from bench.counted import count_into
count_into(Path(sys.argv[1]))
from sqlalchemy import create_engine, text
with create_engine("sqlite://").connect() as connection:
    for _ in range(3):
        connection.execute(text("SELECT 1"))
zlib.compressobj(wbits=-15)
"""


def test_statements_and_compressions_are_counted_for_those_who_look_from_outside(tmp_path):
    file = tmp_path / "counts"
    subprocess.run([sys.executable, "-c", PROGRAM, file], check=True, cwd=ROOT, timeout=60)

    # One more than it says: SQLAlchemy asks a new connection how it is isolated, and that is a statement too.
    assert Counts.read(file) == Counts(statements=4, compressions=1)


def test_a_row_is_copied_with_what_has_to_differ():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE post (id INTEGER PRIMARY KEY, number INTEGER UNIQUE, body TEXT)")
        connection.execute("INSERT INTO post VALUES (7, 3, 'hej')")
        seeding._copies(connection, "post", "id = 7", {"id": "7 + n", "number": "3 + n"}, 2)
        rows = connection.execute("SELECT * FROM post").fetchall()

    assert rows == [(7, 3, "hej"), (8, 4, "hej"), (9, 5, "hej")]
