"""Speech from ElevenLabs."""
