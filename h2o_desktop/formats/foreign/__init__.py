"""What other chat programs export, each read by a module of its own."""
