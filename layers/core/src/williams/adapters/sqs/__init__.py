"""Wake-ups in SQS."""
