"""Bibliographies: BibTeX, RIS, CSL-JSON and libraries of Zotero, each entry a paper to be imported."""
