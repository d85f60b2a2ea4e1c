"""Memory goes back to the machine once for every crowd that has gone (P1)."""

import sys

from app.chat.giving_back import A_CROWD, GivingBack, draw_in, to_the_machine


def test_once_for_every_crowd_that_has_gone():
    given: list[int] = []
    counting = GivingBack(lambda: given.append(here))

    for here in (0, A_CROWD, A_CROWD // 2, A_CROWD // 4, 3, 0, A_CROWD - 1, 0, 2 * A_CROWD, 0):
        counting.count(here)

    assert given == [A_CROWD // 4, 0]


def test_a_table_is_no_larger_than_what_is_left_in_it():
    table, members = {number: str(number) for number in range(10_000)}, set(range(10_000))
    for number in range(3, 10_000):
        del table[number]
        members.discard(number)

    for each in (table, members):
        draw_in(each)

    assert table == {0: "0", 1: "1", 2: "2"}
    assert members == {0, 1, 2}
    assert sys.getsizeof(table) < 1000
    assert sys.getsizeof(members) < 1000


def test_giving_back_harms_nobody_where_the_library_has_no_such_function():
    to_the_machine()
