"""The load client's requests: each with a ticket of its own, and every answer counted."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.requests import TICKET, request, sent

UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}")


def answers(status: int, bodies: list[bytes]) -> ThreadingHTTPServer:
    """A server on a thread, which keeps what it is sent."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Nothing is said of each request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def test_every_request_has_a_ticket_of_its_own():
    bodies: list[bytes] = []
    server = answers(201, bodies)
    port = server.server_address[1]
    answered = sent(request("POST", "/", port, TICKET.encode()), port, connections=4, seconds=10, most=50)
    server.shutdown()
    server.server_close()

    assert answered.statuses == {201: 50}
    assert (answered.failed, answered.other_length, answered.lengths) == (0, 0, {201: 2})
    assert 0 < answered.p50 <= answered.p99
    assert len(set(bodies)) == 50
    assert all(UUID.fullmatch(body) for body in bodies)


def test_a_refusal_is_counted_as_what_it_is():
    server = answers(429, [])
    port = server.server_address[1]
    answered = sent(request("POST", "/", port, b"x"), port, connections=2, seconds=10, most=6)
    server.shutdown()
    server.server_close()

    assert answered.statuses == {429: 6}
