"""A speech engine that rings."""
