"""The JSON documents of the command line, as plain dictionaries with their fixed keys."""
