"""What the report says: statements of the sources, by theme or by source."""
