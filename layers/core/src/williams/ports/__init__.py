"""What the library needs from outside, as Protocols: one file per family, each held by one contract test."""
