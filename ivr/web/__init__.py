"""The web server: reads whole requests in an event loop, so that no slow client ever holds a thread."""
