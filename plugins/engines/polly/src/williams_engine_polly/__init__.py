"""Speech from Amazon Polly."""
