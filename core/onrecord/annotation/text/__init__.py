"""What the text shows before it is parsed: quotation marks, types of lines, words and spans."""
