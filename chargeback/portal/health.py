"""Answers for probes: alive, and ready to serve."""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("alive\n", content_type=PLAIN)


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served. Redis may be away: pages need it for nothing, work waits in the database."""
    problem = database_problem()
    if problem:
        return HttpResponse(f"not ready: {problem}\n", content_type=PLAIN, status=503)
    return HttpResponse(f"ready, {queue_state()}\n", content_type=PLAIN)


def database_problem() -> str:
    """What keeps the database from serving pages, in a few words; empty when nothing does."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "the database does not answer"
    return f"{len(waiting)} migrations are not applied" if waiting else ""


def queue_state() -> str:
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1).ping()
    except redis.RedisError:
        return "queue away"
    return "queue up"
