"""Protocols and conversations as pictures: what a clinic can look at before patients meet it."""
