"""Acts: the chain that everything written is part of."""
