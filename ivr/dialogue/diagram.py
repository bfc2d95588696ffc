"""The call drawn from its table, as Mermaid. Hanging up is possible everywhere and left out."""

from ivr.dialogue.events import Digits, HungUp, NoInput, ServiceFailed
from ivr.dialogue.flow.table import Flow, edges
from ivr.dialogue.states import WORKING

LABELS = {Digits.__name__: "keys", NoInput.__name__: "silence", ServiceFailed.__name__: "failure"}


def mermaid(table: Flow) -> str:
    """A state diagram: one line for each pair of states, with all events that lead from one to the other."""
    labels: dict[tuple[str, str], list[str]] = {}
    for source, event, target in sorted(edges(table)):
        if event != HungUp.__name__:
            labels.setdefault((source, target), []).append(LABELS.get(event, event))
    lines = [f"    {source} --> {target}: {', '.join(events)}" for (source, target), events in labels.items()]
    working = [f"    class {state.__name__} working" for state in WORKING]
    head = [
        "stateDiagram-v2",
        "    classDef working font-style:italic",
        "    [*] --> ChooseLanguage",
        "    [*] --> AskIdentifier",
    ]
    return "\n".join([*head, *lines, "    Goodbye --> [*]", *working]) + "\n"
