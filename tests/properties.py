"""`given` of Hypothesis as its build servers have it: the same examples each time, and no clock.

How long an example takes to make depends on what else the machine does.
"""

from hypothesis import given, settings

__all__ = ["given"]

settings.load_profile("ci")
