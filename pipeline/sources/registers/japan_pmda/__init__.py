"""Japan's tables of approved regenerative medical products, as an operator saved them."""
