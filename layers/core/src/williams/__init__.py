"""Williams Librarian: a knowledge library that imports and generates, with complete provenance."""
