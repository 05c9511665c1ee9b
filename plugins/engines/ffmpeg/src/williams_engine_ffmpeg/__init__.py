"""Composing episodes with ffmpeg and pydub, and drawing their covers with Pillow."""
