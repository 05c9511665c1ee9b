"""Reads a file of a stranger's in a process of its own, with limits on memory and time.

Parsers are native code, or slow on what is made to harm: whatever a file does there ends that process only.
``parent`` is for plugins; ``child`` runs in the process, and imports neither pydantic nor the plugin interface.
"""
