"""What the desk's start is compared with: the smallest Textual application with a header, a text and a footer."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class BareApp(App[None]):
    """An application that shows one word."""

    def compose(self) -> ComposeResult:
        """Yield the three widgets."""
        yield Header()
        yield Static("usable")
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
