"""What the stages hand on: frozen dataclasses, no behaviour beyond looking things up in themselves."""
