"""Lists of China's Center for Drug Evaluation, as an operator saved them."""
