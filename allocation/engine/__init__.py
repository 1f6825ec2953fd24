"""Pure arithmetic: costs + rulebook -> who pays. No Django, no I/O, no clock."""
