"""Draws a process as SVG, for the documents: its states as a graph, and under it what every step is.

Filled states hold money; ends have a double frame; a dashed line is a step that a clock takes. Plain SVG with two
sets of colours, for light and dark pages, and no program but this one. Pure: the same process, the same bytes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import accumulate, pairwise

from infra.prove.layout import Layout, Place, Way, arrange
from marketplace.lib.state import Process, Step

COLUMN, ROW, BOX_WIDTH, BOX_HEIGHT = 196, 70, 124, 34
MARGIN, LINE, LETTER, LABEL_HEIGHT = 28, 22, 5.9, 15
HEADINGS = ("step", "from", "to", "who", "clock", "money")
CELL_LETTER, GAP = 6.6, 24
_STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #14213d; }
  .label { font-size: 11px; paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round; }
  .quiet { fill: #5b6472; } .title { font-size: 15px; font-weight: 600; }
  .state { fill: #fff; stroke: #5b6472; } .holds { fill: #e3ecf9; stroke: #1d4f91; } .end { fill: none; }
  .way { fill: none; stroke: #8a93a1; stroke-width: 1.3; } .clock { stroke-dasharray: 5 4; }
  .tip { fill: #8a93a1; } .rule { stroke: #dfe3e8; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e9ee; } .label { stroke: #12161c; } .quiet { fill: #9aa4b2; }
    .state { fill: #12161c; stroke: #9aa4b2; } .holds { fill: #1c2f4a; stroke: #7fb0f0; } .end { fill: none; }
    .way { stroke: #6f7a89; } .tip { fill: #6f7a89; } .rule { stroke: #2a313b; }
  }
"""
Box = tuple[float, float, float, float]


def file_name(process: Process) -> str:
    """Where the drawing of a process is kept in ``docs/processes``."""
    return f"{process.noun.replace(' ', '-')}-v{process.version}.svg"


def draw(process: Process) -> str:
    """The whole drawing."""
    states = _in_order_of_mention(process)
    pairs = [(source, step.target) for step in process.steps.values() for source in _sorted(step.sources, states)]
    layout = arrange(process.initial, states, pairs)
    top = 64
    middle = top + layout.rows * ROW / 2
    table = [HEADINGS, *(_row(process, action, step, states) for action, step in process.steps.items())]
    columns = [max(len(row[number]) for row in table) * CELL_LETTER + GAP for number in range(len(HEADINGS))]
    width = round(max(sum(columns), (layout.columns - 1) * COLUMN + BOX_WIDTH)) + 2 * MARGIN
    foot = top + layout.rows * ROW + 40
    height = foot + len(table) * LINE + MARGIN
    boxes = {state: _box(place, middle) for state, place in layout.places.items()}
    lines, labels = _ways(process, layout, boxes, middle)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" role="img">',
        f"<title>{escape(process.noun)}, version {process.version}</title>",
        f"<style>{_STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="tip" d="M0 0 8 4 0 8Z"/></marker></defs>',
        f'<text class="title" x="{MARGIN}" y="30">{escape(process.noun.capitalize())}</text>',
        f'<text class="quiet" x="{MARGIN}" y="49">version {process.version} · filled: holds money · '
        "double frame: end · dashed: taken by a clock</text>",
        *lines,
        *(_state(process, state, box) for state, box in boxes.items()),
        *labels,
        *_table(table, columns, foot),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _in_order_of_mention(process: Process) -> list[str]:
    found = [process.initial]
    for step in process.steps.values():
        found += [*sorted(step.sources - set(found)), *({step.target} - set(found) - step.sources)]
    return list(dict.fromkeys(str(state) for state in found))


def _sorted(states: Iterable[str], order: list[str]) -> list[str]:
    return sorted((str(state) for state in states), key=order.index)


def _words(state: str) -> str:
    return state.replace("_", " ").capitalize()


def _box(place: Place, middle: float) -> Box:
    x = MARGIN + place[0] * COLUMN
    y = middle + place[1] * ROW - BOX_HEIGHT / 2
    return (x, y, BOX_WIDTH, BOX_HEIGHT)


def _state(process: Process, state: str, box: Box) -> str:
    x, y, width, height = box
    kind = "state holds" if state in process.holding else "state"
    parts = [f'<rect class="{kind}" x="{x:.0f}" y="{y:.0f}" width="{width}" height="{height}" rx="8"/>']
    if state in process.ends:
        inner = f'x="{x + 3:.0f}" y="{y + 3:.0f}" width="{width - 6}" height="{height - 6}" rx="6"'
        parts.append(f'<rect class="state end" {inner}/>')
    if state == process.initial:
        parts.append(f'<circle class="tip" cx="{x - 9:.0f}" cy="{y + height / 2:.0f}" r="5"/>')
    at = f'x="{x + width / 2:.0f}" y="{y + height / 2 + 4:.0f}"'
    parts.append(f'<text {at} text-anchor="middle">{escape(_words(state))}</text>')
    return "".join(parts)


def _ways(process: Process, layout: Layout, boxes: dict[str, Box], middle: float) -> tuple[list[str], list[str]]:
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for action, step in process.steps.items():
        for source in step.sources:
            names[source, step.target].append(action)
    taken: list[Box] = list(boxes.values())
    lines, labels = [], []
    for way in layout.ways:
        actions = names[way.source, way.target]
        points = _points(way, boxes, middle)
        clocked = all(process.steps[action].clock for action in actions)
        lines.append(f'<path class="way{" clock" if clocked else ""}" d="{_curve(points)}" marker-end="url(#tip)"/>')
        labels.append(_label(actions, points, taken))
    for state, (x, y, width, _) in boxes.items():
        if loops := names.get((state, state)):
            curve = f"M{x + width - 46:.0f} {y:.0f} c 4 -22 28 -22 32 0"
            lines.append(f'<path class="way" d="{curve}" marker-end="url(#tip)"/>')
            labels.append(_text(loops, x + width - 30, y - 20 - LABEL_HEIGHT * (len(loops) - 1)))
    return lines, labels


def _points(way: Way, boxes: dict[str, Box], middle: float) -> list[tuple[float, float]]:
    """From the side of one box to the side of the other, through the middle of each place between."""
    forward = way.places[0][0] < way.places[-1][0]
    (ax, ay, aw, ah), (bx, by, bw, bh) = boxes[way.source], boxes[way.target]
    shift = 0 if forward else 9  # a way back does not lie on the way there
    start = (ax + aw if forward else ax, ay + ah / 2 + shift)
    end = (bx if forward else bx + bw, by + bh / 2 + shift)
    between = [(_box(place, middle)[0] + BOX_WIDTH / 2, middle + place[1] * ROW + shift) for place in way.places[1:-1]]
    return [start, *between, end]


def _curve(points: list[tuple[float, float]]) -> str:
    path = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for (ax, ay), (bx, by) in pairwise(points):
        pull = (bx - ax) / 2
        path += f" C{ax + pull:.0f} {ay:.0f} {bx - pull:.0f} {by:.0f} {bx:.0f} {by:.0f}"
    return path


def _label(actions: list[str], points: list[tuple[float, float]], taken: list[Box]) -> str:
    """Put the names where they cover the least, near the middle of the line."""
    width = max(len(action) for action in actions) * LETTER + 6
    height = LABEL_HEIGHT * len(actions)
    best: tuple[float, Box] | None = None
    for part in range(len(points) - 1):
        for step in range(2, 9):
            x, y = _along(points[part], points[part + 1], step / 10)
            box = (x - width / 2, y - height / 2, width, height)
            cost = sum(_overlap(box, other) for other in taken) + abs(step - 5) + 3 * abs(part - (len(points) - 2) / 2)
            if best is None or cost < best[0]:
                best = (cost, box)
    assert best is not None
    taken.append(best[1])
    return _text(actions, best[1][0] + width / 2, best[1][1] + 11)


def _text(actions: list[str], x: float, y: float) -> str:
    return "".join(
        f'<text class="label" x="{x:.0f}" y="{y + LABEL_HEIGHT * line:.0f}" text-anchor="middle">'
        f"{escape(action.replace('_', ' '))}</text>"
        for line, action in enumerate(actions)
    )


def _along(start: tuple[float, float], end: tuple[float, float], t: float) -> tuple[float, float]:
    """A point of the curve that ``_curve`` draws between the two."""
    smooth = t * t * (3 - 2 * t)
    pull = (end[0] - start[0]) / 2
    x = (
        (1 - t) ** 3 * start[0]
        + 3 * (1 - t) ** 2 * t * (start[0] + pull)
        + 3 * (1 - t) * t**2 * (end[0] - pull)
        + t**3 * end[0]
    )
    return x, start[1] + (end[1] - start[1]) * smooth


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _table(table: Sequence[tuple[str, ...]], columns: Sequence[float], top: float) -> Iterator[str]:
    starts = [MARGIN + start for start in accumulate(columns, initial=0)]
    for number, row in enumerate(table):
        y = top + number * LINE
        kind = "" if number else ' class="quiet"'
        if number:
            span = f'x1="{MARGIN}" x2="{starts[-1] - GAP:.0f}" y1="{y - 15:.0f}" y2="{y - 15:.0f}"'
            yield f'<line class="rule" {span}/>'
        yield "".join(
            f'<text{kind} x="{x:.0f}" y="{y:.0f}">{escape(value)}</text>'
            for x, value in zip(starts, row, strict=False)
            if value
        )


def _row(process: Process, action: str, step: Step, states: list[str]) -> tuple[str, ...]:
    sources = ", ".join(_words(state) for state in _sorted(step.sources, states))
    is_everywhere = step.sources == process.states() - process.ends and len(step.sources) > 2
    return (
        action.replace("_", " "),
        "any open state" if is_everywhere else sources,
        _words(step.target),
        ", ".join(sorted(step.by)),
        step.clock,
        step.effect,
    )
