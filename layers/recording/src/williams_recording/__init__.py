"""Recordings of any kind as plain sound, in pieces that silence parts, and what was heard in them as paragraphs."""
