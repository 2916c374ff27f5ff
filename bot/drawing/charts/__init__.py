"""Conversations as boxes and lines: laid out in layers, with as few crossings as can be found quickly."""
