"""The full text of a paper, as JATS or as LaTeXML's HTML, within the reader's process."""
