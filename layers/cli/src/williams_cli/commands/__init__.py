"""The commands, each file a few that belong together."""
