"""Read-through results in Redis: what one request worked out, the next may take.

A key is made of what is kept, who may see it (`scope`) and the state of the data it was made from (`version`). Other
data is another key, so nothing is ever thrown away by hand; a key that is no longer asked for runs out. While Redis is
away, slow or full, pages are slower and as right as ever. What is kept is signed together with its key: Redis cannot
show a figure that the portal did not put there, nor one person's figure to another.
"""

import hashlib
import hmac
import logging
import time
import zlib
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

T = TypeVar("T")
PREFIX = "chargeback-cache:"
A_DAY = 86_400
LARGEST = 4_000_000  # bytes, compressed; more would push the work list out of a small Redis
PATIENCE = 0.25  # seconds; a page must not wait for what only makes it quicker
PAUSE = 5.0  # seconds in which a Redis that failed is not asked again
SIGNATURE = hashlib.sha256().digest_size
logger = logging.getLogger(__name__)


def read_through(what: str, scope: str, version: str, kind: type[T], make: Callable[[], T]) -> T:
    """The result that `make` gives for this data, from Redis if it is there. Never raises what Redis does.

    `kind` is the result's exact type: what does not fit it is made anew. The caller has to take `version` from the
    database before `make` reads there; a change between the two is then seen by the next request.
    """
    found = look_up(what, scope, version, kind)
    if found is not None:
        return found
    result = make()
    keep(what, scope, version, result)
    return result


def look_up(what: str, scope: str, version: str, kind: type[T]) -> T | None:
    """The result that was kept of this data, if Redis has it."""
    key = name_of(what, scope, version)
    return opened(key, asked(key), kind)


def name_of(what: str, scope: str, version: str) -> str:
    """The key: nobody can tell from it what it holds, or make it without the portal's secret. Databases share none."""
    database = str(settings.DATABASES["default"]["NAME"])
    return PREFIX + sign("\0".join((database, what, scope, version)).encode()).hex()


def sign(text: bytes) -> bytes:
    return hmac.digest(b"chargeback.cache" + settings.SECRET_KEY.encode(), text, "sha256")


def opened(key: str, stored: bytes | None, kind: type[T]) -> T | None:
    """The result, if it was put under this key by the portal and still fits; else None."""
    if stored is None:
        return None
    signature, packed = stored[:SIGNATURE], stored[SIGNATURE:]
    if not hmac.compare_digest(signature, sign(key.encode() + packed)):
        logger.warning("a cached result was not the portal's own and was not used")
        return None
    try:
        return msgspec.json.decode(zlib.decompress(packed), type=kind, dec_hook=unpacked)
    except msgspec.MsgspecError:  # written by another version of the portal
        return None


def keep(what: str, scope: str, version: str, result: object, seconds: int = A_DAY) -> None:
    """The result is kept for so many seconds, if Redis takes it."""
    key = name_of(what, scope, version)
    packed = zlib.compress(msgspec.json.encode(result, enc_hook=packed_as), level=1)
    if len(packed) <= LARGEST:
        told(lambda server: server.set(key, sign(key.encode() + packed) + packed, ex=seconds))


def packed_as(value: object) -> str:
    """A fraction as it is written, 1/3: the one type of figures that JSON and msgspec do not know."""
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


def unpacked(kind: type, text: Any) -> object:
    if kind is Fraction:
        return Fraction(text)
    raise NotImplementedError(f"{kind.__name__} cannot be kept")


def asked(key: str) -> bytes | None:
    answer = told(lambda server: server.get(key))
    return answer if isinstance(answer, bytes) else None


class Away:
    """Until when Redis is taken for away, in seconds of the monotonic clock."""

    until = 0.0


def told(command: Callable[[redis.Redis], object]) -> object:
    """Redis's answer; None while it is away, refuses or is too slow."""
    if time.monotonic() < Away.until:
        return None
    try:
        return command(server(settings.REDIS_URL))
    except (redis.RedisError, OSError) as error:
        Away.until = time.monotonic() + PAUSE
        logger.warning("pages are made without the cache for %s s: %s", PAUSE, type(error).__name__)
        return None


@lru_cache(maxsize=4)
def server(url: str) -> redis.Redis:
    """The client of this process. It tries once: trying again is slower than working the result out."""
    return redis.Redis.from_url(
        url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
    )
