"""References in a citation style, by Typst's own processor of the Citation Style Language."""
