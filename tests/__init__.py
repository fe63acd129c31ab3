"""The suite: real PostgreSQL, Redis, sockets and browser; time is an argument. It mirrors the packages."""
