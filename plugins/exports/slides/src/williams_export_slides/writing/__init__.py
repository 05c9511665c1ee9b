"""What the slides say, and how it is asked for and quoted."""
