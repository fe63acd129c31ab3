"""How many frames a browser may send: a bucket that refills with time."""

RATE_PER_SECOND = 10
BURST = 30


class Budget:
    """Allows a burst (the subscriptions of a fresh page), then a steady rate. Times are seconds of any one clock."""

    def __init__(self, now: float) -> None:
        self._left = float(BURST)
        self._at = now

    def spend(self, now: float) -> bool:
        """Take one; False when there is none left."""
        self._left = min(float(BURST), self._left + (now - self._at) * RATE_PER_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
