"""Running it: who did what, logs, readiness, metrics, backup."""
