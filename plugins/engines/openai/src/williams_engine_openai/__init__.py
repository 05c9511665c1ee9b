"""Texts, speech, transcripts and embeddings from any service that speaks OpenAI's API."""
