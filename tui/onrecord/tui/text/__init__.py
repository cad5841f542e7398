"""The text of an article as the reader pane shows it: marks, highlighting, colours and movements."""
