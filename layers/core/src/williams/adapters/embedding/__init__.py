"""Text to vectors: MiniLM in this process, or any service that speaks OpenAI's API."""
