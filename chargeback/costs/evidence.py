"""What a pull heard, kept whether it is stored or refused: whoever asks AWS about a number needs its request ids."""

from collections.abc import Iterator
from contextlib import contextmanager

from chargeback.sources.cost_explorer import Talk

from .models import AnsweredRequest, Pull


@contextmanager
def answers_kept(pull: Pull, talk: Talk) -> Iterator[None]:
    """After the block, however it ends, the pull has a row for each request that was answered in it."""
    try:
        yield
    finally:
        rows = (
            AnsweredRequest(pull=pull, number=number, request_id=one.request_id, asked=one.asked)
            for number, one in enumerate(talk.answered)
        )
        AnsweredRequest.objects.bulk_create(rows)
