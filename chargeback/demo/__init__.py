"""A simulated Cost Explorer that speaks the real protocol, and a demo company whose bill it serves."""
