"""The banner of a storefront: an industrial skyline drawn from a word, always the same for the same word.

Served as an SVG of its own, so that the page needs no inline style and browsers keep it for ever.
"""

import hashlib
from collections.abc import Iterator

WIDTH, HEIGHT = 1200, 168
_DUSK = ((206, 52, 19), (206, 44, 32), (196, 18, 55))
_HUES = (206, 168, 222, 190, 28, 150, 210, 346)


class _Dice:
    """Numbers that look random and follow from the word alone."""

    def __init__(self, word: str) -> None:
        self._stream = self._bytes(word)

    @staticmethod
    def _bytes(word: str) -> Iterator[int]:
        turn = 0
        while True:
            yield from hashlib.sha256(f"{word}:{turn}".encode()).digest()
            turn += 1

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + (next(self._stream) << 8 | next(self._stream)) % (high - low + 1)


def banner(word: str) -> str:
    """The whole SVG document for ``word`` (a storefront's slug)."""
    dice = _Dice(word)
    hue = _HUES[dice.between(0, len(_HUES) - 1)]
    stops = "".join(
        f'<stop offset="{offset}" stop-color="hsl({hue + shift - 206},{saturation}%,{light}%)"/>'
        for offset, (shift, saturation, light) in zip((0, 0.55, 1), _DUSK, strict=True)
    )
    far, near = _skyline(dice, 70), _skyline(dice, 100)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'preserveAspectRatio="xMaxYMax slice">'
        f'<defs><linearGradient id="g" x2="1" y2=".18">{stops}</linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#g)"/>'
        f'<g fill="#fff" opacity=".05">{far}</g><g fill="#fff" opacity=".1">{near}</g></svg>'
    )


def _skyline(dice: _Dice, tallest: int) -> str:
    """Buildings from the middle of the picture to its right edge."""
    shapes: list[str] = []
    x = dice.between(420, 620)
    while x < WIDTH:
        kind = dice.between(0, 4)
        width = dice.between(70, 170)
        height = dice.between(tallest // 2, tallest)
        if kind == 0:
            shapes.append(_sawtooth(x, width, height))
        elif kind == 1:
            width = 28 * dice.between(2, 3)
            shapes.extend(_chimneys(x, width, height, dice))
        elif kind == 2:
            shapes.append(_silos(x, width, height))
        else:
            shapes.append(_block(x, width, height))
        x += width + dice.between(8, 22)
    return "".join(shapes)


def _block(x: int, width: int, height: int) -> str:
    return f'<path d="M{x} {HEIGHT}v{-height}h{width}v{height}z"/>'


def _sawtooth(x: int, width: int, height: int) -> str:
    """A shed roof: three teeth with their glass to the left."""
    tooth, rise = width // 3, height // 3
    teeth = f"v{-rise}l{tooth} {rise}" * 3
    return f'<path d="M{x} {HEIGHT}v{-(height - rise)}{teeth}v{height - rise}z"/>'


def _chimneys(x: int, width: int, height: int, dice: _Dice) -> Iterator[str]:
    for left in range(x, x + width, 42):
        tall = min(HEIGHT - 14, height + dice.between(20, 50))
        yield f'<path d="M{left + 3} {HEIGHT}l3 {-tall}h18l3 {tall}z"/>'


def _silos(x: int, width: int, height: int) -> str:
    each = width // 3
    return "".join(
        f'<path d="M{x + index * each} {HEIGHT}v{-(height - each // 3)}'
        f'q{each // 2 - 2} {-each // 2} {each - 4} 0v{height - each // 3}z"/>'
        for index in range(3)
    )
