"""Pages shown by the machine's own Chromium."""
