"""Above the cap the connection that has waited longest for its client is closed, and never one that is answered."""

from dataclasses import dataclass, field

from ivr.web.connections import Connections

CAP = 3


@dataclass(eq=False)
class Client:
    """A connection that only notes what becomes of it."""

    connections: Connections
    has_begun: bool = True
    closed: bool = field(default=False)

    def expire(self) -> None:
        self.abort()

    def abort(self) -> None:
        self.closed = True
        self.connections.leave(self)


def connected(connections: Connections) -> Client:
    client = Client(connections)
    connections.enter(client)
    connections.wait(client, 5)
    return client


def test_the_one_that_has_waited_longest_is_closed() -> None:
    connections = Connections(CAP)
    first, second, third = (connected(connections) for _ in range(CAP))
    connections.wait(first, 5)  # it has sent something, and waits anew
    connected(connections)
    assert [client.closed for client in (first, second, third)] == [False, True, False]


def test_a_connection_whose_request_is_being_answered_stays() -> None:
    connections = Connections(CAP)
    first, second, _ = (connected(connections) for _ in range(CAP))
    connections.serve(first)
    connected(connections)
    assert (first.closed, second.closed) == (False, True)
