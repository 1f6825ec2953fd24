"""What bears the words that somebody is looking for, by kind, the best first."""

from .company import company_hits
from .hits import Group, Hit
from .own import own_hits

__all__ = ["Group", "Hit", "company_hits", "own_hits"]
