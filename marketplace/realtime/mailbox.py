"""Frames that wait for one socket. A slow reader loses typing first, then its connection, and never another's time."""

import asyncio

LIMIT = 256
_HALF = LIMIT // 2


class Overflow(Exception):
    """The reader is too slow: close it, so that it fetches what it missed."""


class Mailbox:
    """A bounded queue between the hub, which never waits, and one socket's writer, which may."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[str] = asyncio.Queue(LIMIT)

    def put(self, frame: str, *, passing: bool = False) -> None:
        """Queue ``frame``. From half full on, ``passing`` frames are dropped. Raises Overflow when full."""
        if passing and self._frames.qsize() >= _HALF:
            return
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull as error:
            raise Overflow from error

    async def get(self) -> str:
        """The next frame, in order."""
        return await self._frames.get()
