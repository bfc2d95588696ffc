"""What proofs ask of a directed graph, given as node → following nodes. All without recursion: calls are long."""

from collections.abc import Hashable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
Graph = Mapping[N, frozenset[N]]


def reversed_graph(graph: Graph[N]) -> dict[N, frozenset[N]]:
    coming: dict[N, set[N]] = {node: set() for node in graph}
    for source, targets in graph.items():
        for target in targets:
            coming[target].add(source)
    return {node: frozenset(sources) for node, sources in coming.items()}


def reachable(graph: Graph[N], start: set[N]) -> set[N]:
    found, todo = set(start), list(start)
    while todo:
        fresh = graph[todo.pop()] - found
        found |= fresh
        todo.extend(fresh)
    return found


def cycle(graph: Graph[N]) -> list[N] | None:
    """One cycle, or None."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        nodes: list[N] = error.args[1]
        return nodes
    return None


def components(graph: Graph[N]) -> dict[N, N]:
    """Each node's representative: two have the same exactly when each can reach the other (Kosaraju)."""
    coming = reversed_graph(graph)
    representative: dict[N, N] = {}
    for root in reversed(list(_finishing_order(graph))):
        todo = [root]
        while todo:
            node = todo.pop()
            if node not in representative:
                representative[node] = root
                todo.extend(coming[node])
    return representative


def count_paths(graph: Graph[N], start: N) -> int:
    """Different ways from `start` to an end, going round nowhere: a circle counts as one place."""
    place = components(graph)
    onward: dict[N, set[N]] = {node: set() for node in place.values()}
    for source, targets in graph.items():
        onward[place[source]] |= {place[target] for target in targets} - {place[source]}
    paths: dict[N, int] = {}
    for node in TopologicalSorter(onward).static_order():
        paths[node] = sum(paths[following] for following in onward[node]) or 1
    return paths[place[start]]


def _finishing_order(graph: Graph[N]) -> Iterator[N]:
    seen: set[N] = set()
    for root in graph:
        stack = [] if root in seen else [(root, iter(graph[root]))]
        seen.add(root)
        while stack:
            node, following = stack[-1]
            fresh = next((target for target in following if target not in seen), None)
            if fresh is None:
                stack.pop()
                yield node
            else:
                seen.add(fresh)
                stack.append((fresh, iter(graph[fresh])))
