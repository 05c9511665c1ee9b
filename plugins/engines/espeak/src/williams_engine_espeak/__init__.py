"""Speech by espeak-ng, as a separate program."""
