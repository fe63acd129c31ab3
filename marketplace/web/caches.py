"""The cache in Redis, with one client for each pool: Django makes a new one for every command, at half its price."""

from typing import Any

from django.core.cache.backends import redis as django_redis


class _Client(django_redis.RedisCacheClient):
    """Clients are safe to share between threads; each command takes a connection of the pool."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The pool's client."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]  # the stubs leave it out
        if id(pool) not in self._kept:
            self._kept[id(pool)] = super().get_client(key, write=write)
        return self._kept[id(pool)]


class RedisCache(django_redis.RedisCache):
    """Like Django's, with ``_Client``."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
