"""The tail keeps the newest frame of each thing, within bounds."""

import pytest

from app.chat.tail import Frame, Piece, Tail


def frame(seq: int, thing: str, size: int = 10, of: str | None = None) -> Frame:
    return Frame(seq, thing, ("x" * size,), of=of)


def test_a_viewer_gets_what_it_lacks_in_order_and_reaches_the_head() -> None:
    first, second = frame(6, "question/1"), frame(7, "question/2")
    tail = Tail(5)

    tail.add([first, second], 9)

    assert tail.after(5) == Piece((first, second), 9)
    assert tail.after(6) == Piece((second,), 9)
    assert tail.after(9) == Piece((), 9)


def test_the_newest_frame_of_a_thing_takes_the_place_of_the_old_one() -> None:
    old, other, new = frame(1, "question/1"), frame(2, "question/2"), frame(3, "question/1")
    tail = Tail(0)
    tail.add([old, other], 2)

    tail.add([new], 3)

    assert tail.after(0) == Piece((other, new), 3)
    assert (old.old, new.old) == (True, False)


def test_a_number_that_the_tail_does_not_reach_is_left_to_the_records() -> None:
    tail = Tail(5)
    tail.add([frame(6, "question/1")], 6)

    assert tail.after(4) is None
    assert tail.after(7) is None


def test_what_does_not_fit_falls_off_its_old_end() -> None:
    tail = Tail(0, limit=33)

    tail.add([frame(n, f"question/{n}") for n in (1, 2, 3)], 3)

    assert tail.floor == 1
    assert tail.after(0) is None
    assert [each.seq for each in (tail.after(1) or Piece((), 0)).frames] == [2, 3]


def test_pieces_hold_as_much_as_there_is_room_for_and_at_least_one_frame() -> None:
    frames = [frame(n, f"question/{n}", size=100) for n in (1, 2, 3)]
    tail = Tail(0)
    tail.add(frames, 8)

    assert tail.after(0, room=250) == Piece(tuple(frames[:2]), 2)
    assert tail.after(2, room=250) == Piece((frames[2],), 8)
    assert tail.after(0, room=1) == Piece((frames[0],), 1)


def test_parts_go_with_the_thing_that_they_stand_in() -> None:
    shell, part = frame(1, "question/1"), frame(2, "part/1/C/0", of="question/1")
    gone = frame(3, "question/1")
    tail = Tail(0)
    tail.add([shell, part], 2)

    tail.add([gone], 3)

    assert part.old
    assert tail.after(2) == Piece((gone,), 3)
    assert tail.after(0) is None, "the records may know of parts that were not told again"


def test_parts_told_again_with_their_thing_leave_no_gap() -> None:
    tail = Tail(0)
    tail.add([frame(1, "question/1"), frame(2, "part/1/C/0", of="question/1")], 2)
    again = [frame(3, "question/1"), frame(4, "part/1/C/0", of="question/1")]

    tail.add(again, 4)

    assert tail.after(0) == Piece(tuple(again), 4)


def test_what_is_newer_elsewhere_is_known_by_thing_and_by_what_it_is_part_of() -> None:
    tail = Tail(4)
    tail.add([frame(5, "question/1")], 5)

    assert tail.newer(frame(3, "question/1"))
    assert tail.newer(frame(3, "part/1/C/0", of="question/1"))
    assert not tail.newer(frame(6, "question/1"))
    assert not tail.newer(frame(3, "question/2"))


@pytest.mark.proves("P8")
def test_what_is_told_is_framed_and_compressed_once_however_many_get_it() -> None:
    first, second = frame(1, "question/1", size=900), frame(2, "question/2", size=900)
    tail = Tail(0)
    tail.add([first, second], 2)
    pieces = [piece for piece in (tail.after(0), tail.after(1)) if piece is not None]

    assert all(piece.wire is piece.wire and piece.deflated is piece.deflated for piece in pieces)
    assert pieces[0].wire == first.wire + second.wire
    assert pieces[0].deflated == first.deflated + second.deflated
    assert (first.deflated is first.deflated, second.wire is second.wire) == (True, True)
    assert len(pieces[0].deflated) < len(pieces[0].wire) / 2


@pytest.mark.proves("P8")
def test_where_nobody_takes_it_compressed_nothing_is_compressed() -> None:
    told = frame(1, "question/1", size=900)
    piece = Piece((told,), 1)

    assert piece.wire == told.wire

    assert (piece._deflated, told._deflated) == (None, None)
