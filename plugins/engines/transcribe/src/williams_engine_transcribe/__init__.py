"""Speech written down by Amazon Transcribe."""
