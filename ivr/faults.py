"""Why a command does not start."""


class BadStart(Exception):
    """Nothing can start like this; `faults` are one line each and say what to do. They quote no secret."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
