"""Texts, speech and embeddings from any service that speaks OpenAI's API."""
