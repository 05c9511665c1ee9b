"""Pages shown by a Browserless service."""
