"""The FDA's list of approved cellular and gene therapy products, and the page of each product."""
