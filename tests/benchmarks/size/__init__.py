"""How the library bears a large number of paragraphs: searching among them, and importing them."""
