"""Lays the states of a process out in columns, from its beginning to its ends. Pure.

Steps back are turned round, each state gets the column after its latest predecessor, long ways get a place of
their own in every column that they cross, and a few sweeps put each column in the order of its neighbours.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

SWEEPS = 12
PASSAGE = 0.42  # the height of a line that passes through a column, as a part of a state's
Place = tuple[int, float]
"""Column, and height in it counted from its middle in states."""


@dataclass(frozen=True)
class Way:
    """How a step's line runs: the places from its source to its target."""

    source: str
    target: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Layout:
    """Where each state is, and how each pair of states is joined. A step to itself is not in ``ways``."""

    places: dict[str, Place]
    ways: list[Way]
    columns: int
    rows: float


def arrange(initial: str, states: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Layout:
    """Lay out ``states`` joined by ``pairs``; the same input gives the same drawing."""
    joined = [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]
    turned = _backward(initial, joined)
    forward = [(target, source) if (source, target) in turned else (source, target) for source, target in joined]
    column = _columns(states, forward)
    chains = [_chain(source, target, column) for source, target in forward]
    order = _ordered(states, column, chains)
    places = {node: (index, height) for index, rows in order.items() for node, height in _heights(rows).items()}
    ways = []
    for (source, target), chain in zip(joined, chains, strict=True):
        found = tuple(places[node] for node in chain)
        ways.append(Way(source, target, found[::-1] if (source, target) in turned else found))
    return Layout(
        {state: places[state] for state in states},
        ways,
        len(order),
        max(sum(map(_size, rows)) for rows in order.values()),
    )


def _backward(initial: str, pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    following: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        following[source].append(target)
    done: set[str] = set()
    path: list[str] = []
    found: set[tuple[str, str]] = set()

    def visit(state: str) -> None:
        path.append(state)
        for target in following[state]:
            if target in path:
                found.add((state, target))
            elif target not in done:
                visit(target)
        path.pop()
        done.add(state)

    visit(initial)
    return found


def _columns(states: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    column = dict.fromkeys(states, 0)
    for _ in states:
        for source, target in pairs:
            column[target] = max(column[target], column[source] + 1)
    return column


def _chain(source: str, target: str, column: dict[str, int]) -> list[str]:
    between = range(column[source] + 1, column[target])
    return [source, *(f"{source}>{target}@{index}" for index in between), target]


def _ordered(states: Sequence[str], column: dict[str, int], chains: Sequence[Sequence[str]]) -> dict[int, list[str]]:
    order: dict[int, list[str]] = defaultdict(list)
    for state in states:
        order[column[state]].append(state)
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for chain in chains:
        for node in chain[1:-1]:
            order[int(node.rsplit("@", 1)[1])].append(node)
        for left, right in pairwise(chain):
            after[left].append(right)
            before[right].append(left)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        for index in sorted(order, reverse=not forwards):
            height = {node: value for rows in order.values() for node, value in _heights(rows).items()}
            order[index].sort(key=partial(_middle, height=height, near=before if forwards else after))
    return dict(sorted(order.items()))


def _size(node: str) -> float:
    return PASSAGE if "@" in node else 1.0


def _heights(rows: Sequence[str]) -> dict[str, float]:
    at, found = -sum(map(_size, rows)) / 2, {}
    for node in rows:
        found[node] = at + _size(node) / 2
        at += _size(node)
    return found


def _middle(node: str, height: dict[str, float], near: dict[str, list[str]]) -> float:
    heights = [height[other] for other in near[node]]
    return sum(heights) / len(heights) if heights else height[node]
