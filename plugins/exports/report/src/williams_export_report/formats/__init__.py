"""The files of a report, each a rendering of the one model."""
