"""Django's backend for PostgreSQL with a pool that recovers at once where the server was restarted."""
