"""Writing conversations from passages: extractive without a model, or by a language model over OpenAI's API."""
