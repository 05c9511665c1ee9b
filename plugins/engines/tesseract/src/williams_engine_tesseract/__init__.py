"""Reads pictures of text, by Tesseract."""
