"""What the desk looks like and listens to: themes, the style sheet and the key table."""
