"""What readers of strangers' files cost beside the bare calls of libraries on the same files.

``samples`` writes the files, ``bare`` has the bare calls, ``ours`` our own; ``once`` measures one of them in a process
of its own, and ``compared`` makes the figures.
"""
