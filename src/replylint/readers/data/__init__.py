"""Data files: JSON, JSON Lines, YAML, CSV, PO and XML, and the replies that they hold."""
