"""What exports of words share: how sources are named and credited, the words around a text, formulas, typesetting."""
