"""Who should pay: the mapping and the arithmetic."""
