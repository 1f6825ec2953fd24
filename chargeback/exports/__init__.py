"""Statement and overview as files. Receives frozen figures, returns bytes, never queries."""
