"""HTML as paragraphs and metadata: what the plugins that meet HTML share.

Runs in the isolated reader process, so it imports neither pydantic nor the plugin interface.
"""
