"""Where the emulator listens and whom it plays; set once by main.py before anything else is imported."""

ACCOUNT = '123456789012'

port = 0


def endpoint() -> str:
    """The address for SDK clients; `localhost`, because S3 clients put bucket names before a literal 127.0.0.1."""
    return f'http://localhost:{port}'
