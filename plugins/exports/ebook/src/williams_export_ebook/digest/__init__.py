"""The digest: what sources say, in short, with where they say it."""
