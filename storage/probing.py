"""Whether the session store takes what each turn saves: a store that answers PING may still refuse every save."""

import re

from redis import Redis
from redis.exceptions import ResponseError

PROBED, PROBED_STREAM = b"call:{0}:probe", b"call:{0}:probe:events"

# As `call_sessions` saves: the same commands on the same kinds of keys, in one slot; all of it is gone soon.
PROBE = b"""
redis.call('HSET', KEYS[1], 'version', '1', 'sealed', '')
redis.call('PEXPIRE', KEYS[1], 10000)
redis.call('XADD', KEYS[2], 'MAXLEN', '~', '1', '*', 'sealed', '')
redis.call('PEXPIRE', KEYS[2], 10000)
return redis.call('HMGET', KEYS[1], 'version', 'sealed')
"""

ONE_NODE = "it is a node of a cluster, and the address says that it is not"
REFUSALS = {
    "readonly": "it is a replica that takes no writes",
    "oom": "its memory is full",
    "outofmemory": "its memory is full",
    "noperm": "we have no right to write",
    "nopermission": "we have no right to write",
    "auth": "it does not know us",
    "misconf": "it cannot write to its disk",
    "noreplicas": "it has too few replicas",
    "loading": "it is loading its data",
    "clusterdown": "its cluster is down",
    "masterdown": "it is a replica whose primary is gone",
    "moved": ONE_NODE,
    "crossslot": ONE_NODE,
}
"""What to say, by what stands in the name of the error, or in the server's own: the rest may name hosts and keys."""

OWN_NAME = re.compile(r"^\w+|(?<=\s-)[A-Z]+")  # it comes first, or behind a minus, where old servers speak of a script


def refusal_of(error: Exception) -> str:
    said = " ".join([type(error).__name__, *OWN_NAME.findall(str(error))]).lower()
    return next((refusal for word, refusal in REFUSALS.items() if word in said), "it does not answer")


def is_node_of_cluster(server: Redis) -> bool:
    """Unknown, and so False, where we may not ask."""
    try:
        return bool(server.info("cluster").get("cluster_enabled"))
    except ResponseError:
        return False
