"""The `aftercare` command, a module for each group of its words."""
