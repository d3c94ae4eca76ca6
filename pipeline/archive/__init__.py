"""Many files: where they come from, what is kept of them, and the limits under which they are read."""
