"""What the players remember of the posts they have heard of: bounded, never older, looked at once."""

from app.records.vocabulary import State
from app.rehearsal.frames import Post
from app.rehearsal.hall import Board


class TestWhatIsRemembered:
    def test_is_bounded_and_what_needs_nothing_more_goes_first(self):
        board = Board(keep=3)

        for number, state in enumerate(
            ("received", "published", "assigned", "declined", "received"), start=1
        ):
            board.put(Post(number=number, state=State(state), version=1))

        assert [post.number for post in board.unsettled()] == [1, 3, 5]

    def test_is_bounded_even_when_everything_waits(self):
        board = Board(keep=3)

        for number in range(100):
            board.put(Post(number=number, state=State.RECEIVED))

        assert len(board.unsettled()) == 12

    def test_is_never_replaced_by_an_older_version(self):
        board = Board()

        board.put(Post(number=1, state=State.DECLINED, version=3))
        board.put(Post(number=1, state=State.RECEIVED, version=2))

        assert [post.state for post in board.unsettled()] == [State.DECLINED]

    def test_is_looked_at_once_per_version(self):
        board = Board()
        first, second = (Post(number=1, state=State.RECEIVED, version=version) for version in (1, 2))

        board.put(first)
        board.settle(first)
        settled = board.unsettled()
        board.put(second)

        assert (settled, board.unsettled()) == ([], [second])
