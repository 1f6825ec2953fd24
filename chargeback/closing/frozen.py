"""A statement as text that is kept for ever, and back: what page and files of a closed month are made from."""

import hashlib
from dataclasses import replace
from fractions import Fraction
from typing import Any

import msgspec

from chargeback.billing.figures import Statement


def frozen(statement: Statement) -> tuple[str, str]:
    """The statement as JSON and the SHA-256 of it. Equal statements give equal text."""
    body = msgspec.json.encode(statement, enc_hook=plain).decode()
    return body, hashlib.sha256(body.encode()).hexdigest()


def thawed(body: str, checksum: str) -> Statement:
    """The statement that was frozen, with its checksum."""
    statement = msgspec.json.decode(body, type=Statement, dec_hook=read)
    issue = statement.issue
    return replace(statement, issue=replace(issue, checksum=checksum)) if issue else statement


def checksum_of(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def plain(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"no text for {type(value).__name__}")


def read(kind: type, value: Any) -> Any:
    if kind is Fraction:
        return Fraction(value)
    raise NotImplementedError(f"no {kind.__name__} from text")
