"""What two texts can be compared by without understanding them: figures, names, negation, quantifiers, words."""
