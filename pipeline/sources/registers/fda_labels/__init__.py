"""Labels of licensed products as openFDA serves them; facts only, no parser."""
