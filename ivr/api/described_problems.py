"""The problems of each API as the document of both describes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ivr.api.catalogue import CATALOGUE, OF_JOURNEY, OF_ONBOARDING, Code
from ivr.api.problems import MEDIA_TYPE, Family, Problem, customer_journey, onboarding

Json = dict[str, Any]

INSTANCE = "f1f431d7-d2b2-49ca-93e0-ffe15753610a"
TEXT: Json = {"type": "string"}
ONBOARDING_FAULTS = (
    ("CellPhone", "The CellPhone field is required."),
    ("EmailAddress", "The EmailAddress field is required."),
    ("LegalAddress.Name", "The Name field is required."),
)
JOURNEY_FAULTS = (("Filter.PhoneNumber", "The PhoneNumber field must be a phone number written as +46701234567."),)


def _problem_schema(kind: str, title: str, status: str, instance: str, detail: str, **listed: Json) -> Json:
    """`listed`: the list of a validation problem, by its name."""
    return {
        "type": "object",
        "required": [kind, title, status, instance, detail],
        "properties": {
            kind: TEXT | {"description": "Programs decide by this."},
            title: TEXT,
            status: {"type": "integer"},
            instance: TEXT | {"description": "Quote it to support."},
            detail: TEXT,
            **listed,
        },
        "additionalProperties": False,
    }


@dataclass(frozen=True)
class DescribedProblems:
    """`name`: of the schema. `prefix`: of the names of its responses."""

    name: str
    prefix: str
    family: Family
    schema: Json
    faults: Sequence[tuple[str, str]]
    codes: Sequence[Code]

    @property
    def responses(self) -> Json:
        return {f"{self.prefix}{code}": self._described([code]) for code in self.codes}

    def by_status(self, codes: Iterable[Code]) -> Json:
        """Two codes may share one."""
        alike: dict[str, list[Code]] = {}
        for code in codes:
            alike.setdefault(str(int(CATALOGUE[code].status)), []).append(code)
        return {status: self._response(sharing) for status, sharing in alike.items()}

    def _response(self, codes: Sequence[Code]) -> Json:
        if len(codes) == 1:
            return {"$ref": f"#/components/responses/{self.prefix}{codes[0]}"}
        return self._described(codes)

    def _described(self, codes: Sequence[Code]) -> Json:
        shown = {code.value: {"value": self.family(Problem(code, faults=self.faults), INSTANCE)} for code in codes}
        content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{self.name}"}, "examples": shown}}
        return {"description": "; ".join(CATALOGUE[code].title for code in codes), "content": content}


ONBOARDING_PROBLEMS = DescribedProblems(
    name="Problem",
    prefix="",
    family=onboarding,
    schema=_problem_schema(
        *("Type", "Title", "Status", "Instance", "Detail"),
        Problems={
            "type": "array",
            "description": "Each fault of a validation problem: the parameter and a sentence.",
            "items": {"type": "object", "additionalProperties": TEXT, "minProperties": 1, "maxProperties": 1},
        },
    ),
    faults=ONBOARDING_FAULTS,
    codes=[code for code in Code if code not in OF_JOURNEY],
)
JOURNEY_PROBLEMS = DescribedProblems(
    name="JourneyProblem",
    prefix="journey-",
    family=customer_journey,
    schema=_problem_schema(
        *("type", "title", "status", "instance", "detail"),
        problems={
            "type": "array",
            "description": "Each fault of a validation problem: a JSON pointer into the body and a sentence.",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": TEXT, "detail": TEXT},
                "additionalProperties": False,
            },
        },
    ),
    faults=JOURNEY_FAULTS,
    codes=[code for code in Code if code not in OF_ONBOARDING],
)
