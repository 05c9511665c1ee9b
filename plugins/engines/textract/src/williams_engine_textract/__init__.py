"""Reads pictures of text, by Amazon Textract."""
