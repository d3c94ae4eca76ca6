"""Text in, typed matches with spans out. Nothing here imports the pipeline."""
