"""What the functions say of themselves. Nothing here calls anything: Lambda takes what a function prints."""
