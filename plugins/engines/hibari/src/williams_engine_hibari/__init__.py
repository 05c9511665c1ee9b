"""English speech by hibari, in this process."""
