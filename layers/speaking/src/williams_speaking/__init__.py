"""What engines of speech share whose networks read phonemes."""
