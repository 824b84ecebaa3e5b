"""The Union Register of medicinal products: the Commission's decisions."""
