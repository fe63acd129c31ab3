"""Services for one run of the tests."""


def ensure_services() -> None:
    """Placeholder until the embedded services are written: the environment must name them."""
