"""The query language: its syntax tree, and the parser that makes one of what somebody types."""
