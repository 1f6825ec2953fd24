"""What the general ledger gets: balanced entries of a period, in the columns that each ledger reads."""
