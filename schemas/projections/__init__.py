"""What is derived from the declarations: one module per target, none of which declares anything itself."""
