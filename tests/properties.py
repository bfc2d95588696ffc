"""Random tests: the same examples in each run, no clock, and few of them in `make check`.

Hypothesis' own profile for build servers has no deadline: how long an example takes depends on what else is running.
"""

import os

from hypothesis import given, settings

from tests.leashed import NO_SERVER

__all__ = ["examples", "given"]

QUICK_SHARE = 10


def examples(count: int) -> int:
    """Return how many of `count` random cases to try: all of them in `make test`, a tenth in `make check`."""
    return count // QUICK_SHARE if NO_SERVER in os.environ else count


ALL = settings.get_profile("ci")
settings.register_profile("own", ALL, max_examples=examples(ALL.max_examples))
settings.load_profile("own")
