"""The FDA's Purple Book: licensed biological products."""
