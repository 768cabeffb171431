"""What the first migration makes, by subject. Frozen: a change is a new migration."""
