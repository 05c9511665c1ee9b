"""The book as files: pages, notes, contents, and the archive that holds them."""
