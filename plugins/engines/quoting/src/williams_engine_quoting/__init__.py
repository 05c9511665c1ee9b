"""Texts made of the sources' own sentences: see ``williams_writing.quoting``."""
