"""What the adapters for OpenAI-compatible services share: the client, its errors, its prices."""
