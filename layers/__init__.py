"""Builds the Lambda layers: which there are (``plan``), how one is filled (``install``), the command (``build``)."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
