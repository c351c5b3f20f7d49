"""`python -m indicators`: the command line, without installing anything."""

import sys

from indicators.cli.main import console, main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(console())
