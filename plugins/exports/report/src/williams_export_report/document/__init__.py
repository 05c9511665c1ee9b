"""The report as one model, of which each file format is a rendering."""
