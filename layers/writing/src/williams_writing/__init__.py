"""Writing from passages: what their sentences say, which of them can be quoted, and the engines that answer a task."""
