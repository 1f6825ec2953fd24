"""Runs as jobs: a stored pull queues the run of the months it touched."""
