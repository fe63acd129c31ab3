"""``/healthz`` and ``/readyz``: whether this process lives, and whether it should be given requests."""

import redis
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 without the database or on tables of another version; 200 ``degraded`` without Redis, which is losable."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "unready", "reason": "the database does not answer"}, status=503)
    if pending:
        return JsonResponse({"status": "unready", "reason": f"{len(pending)} migrations to run"}, status=503)
    try:
        cache.get("readyz")
    except redis.RedisError:
        return JsonResponse({"status": "degraded", "reason": "Redis does not answer"})
    return JsonResponse({"status": "ok"})
