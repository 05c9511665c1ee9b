"""English speech by Kokoro-82M, in this process."""
