"""Texts from Amazon Bedrock."""
