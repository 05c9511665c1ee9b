"""The slides as files: a presentation and a PDF."""
