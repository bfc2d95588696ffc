"""What a session store is said to lack is what it has said itself, and not how its host is called."""

from pathlib import Path

import pytest
from redis.exceptions import MovedError, ResponseError

from domain.errors import Unavailable
from storage.call_sessions import open_sessions
from storage.probing import ONE_NODE, refusal_of


@pytest.mark.parametrize("name", ["auth-redis", "loading-bay", "room-oomph"])
def test_a_store_that_is_not_there_does_not_answer_whatever_its_name(tmp_path: Path, name: str) -> None:
    sessions = open_sessions(f"unix://{tmp_path}/{name}.sock")
    with pytest.raises(Unavailable, match=r"^it does not answer$"):
        sessions.probe()


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (MovedError("3999 auth-redis:6381"), ONE_NODE),
        (ResponseError("MISCONF Errors writing to the AOF file"), "it cannot write to its disk"),
        (ResponseError("NOREPLICAS Not enough good replicas to write."), "it has too few replicas"),
        (ResponseError("ERR Error running script (call to f_1): @user_script: 2: -OOM command"), "its memory is full"),
        (ResponseError("ERR unknown command 'AUTHENTICATE'"), "it does not answer"),
    ],
)
def test_what_a_server_has_named_is_told(error: Exception, refusal: str) -> None:
    """https://redis.io/docs/latest/develop/reference/protocol-spec/: the first word of an error is its kind."""
    assert refusal_of(error) == refusal
