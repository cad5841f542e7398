"""``python -m tui``: the same as the command ``onrecord``."""

from tui.cli import main

if __name__ == "__main__":
    main()
