"""What the services of returns stand on: taking a step, its clocks, and the money held for it. Inside a transaction."""
