"""What the services of cases stand on: taking a step, its clocks, and the money held for it. Inside a transaction."""
