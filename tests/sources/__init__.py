"""Reading what came from outside."""
