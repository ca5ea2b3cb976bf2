"""The sub-commands of ``tedung``, a module each, loaded by `cli.py`."""
