"""Who did what, when and through which door: written by the database itself, chained by hashes, never changed."""
