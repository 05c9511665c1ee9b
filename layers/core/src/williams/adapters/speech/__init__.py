"""Text to speech: espeak-ng as a separate program, and any service that speaks OpenAI's speech API."""
