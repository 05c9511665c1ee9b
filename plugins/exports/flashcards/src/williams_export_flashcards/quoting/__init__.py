"""Cards without a model: the sources' own sentences, each with what of it can be asked for."""
