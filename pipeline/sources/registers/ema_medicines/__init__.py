"""The EMA's table of medicines: opinions, authorisations, refusals, withdrawals."""
