"""Who changed what in the rulebook, when and why: written down with each change, read from the events of the tables."""
