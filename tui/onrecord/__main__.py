"""``python -m onrecord``: the same as the command ``onrecord``."""

from onrecord.entry.main import main

if __name__ == "__main__":
    main()
