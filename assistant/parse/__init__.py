"""File to document: one module per format, run inside a jailed worker process."""
