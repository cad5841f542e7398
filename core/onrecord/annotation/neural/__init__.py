"""The neural reader of quotations: what it is fed, what it scores, and how scores become attributions."""
