"""The last release, which runs beside this version while one takes the place of the other. Set anew by each release."""

COMMIT = "a14c5d992ac7aefc92d55e83e4c10333b105347c"
"""Nothing is released yet: the last commit before stored formats had versions."""
REVISION = "0018"
"""The newest of its tables."""
