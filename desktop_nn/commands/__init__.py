"""The commands of the command line, one a module; `cli.py` parses for them. Part of the command line's rung."""
