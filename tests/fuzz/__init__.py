"""Readers given damaged files: see `campaign`."""
