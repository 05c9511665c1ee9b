"""Chat models: OpenAI's API, which many services speak, and Amazon Bedrock."""
