"""The actors of an article: its people, organisations and countries, each with their names, roles and mentions."""
