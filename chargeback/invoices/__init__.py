"""The provider's invoice against the bill, the statements and the journal: every difference has a name."""
