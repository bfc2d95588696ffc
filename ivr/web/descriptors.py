"""The limit of open files: each connection is one."""

import resource

OWN_FILES = 200  # of one worker besides its connections: database, session store, counters


def needed(connections: int) -> int:
    """The number of open files that a worker with so many connections needs."""
    return connections + OWN_FILES


def highest_limit() -> int:
    return _as_number(resource.getrlimit(resource.RLIMIT_NOFILE)[1])


def raise_limit(files: int) -> None:
    """Raise the soft limit to at least `files`, for this process and those that it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if _as_number(soft) < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))


def _as_number(limit: int) -> int:
    return 2**31 if limit == resource.RLIM_INFINITY else limit
