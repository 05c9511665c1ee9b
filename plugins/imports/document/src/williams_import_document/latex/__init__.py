"""LaTeX: own macros written out, then the document as HTML."""
