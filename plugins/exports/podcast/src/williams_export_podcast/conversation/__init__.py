"""The conversation: what is asked for, and how it is made of the sources' own sentences."""
