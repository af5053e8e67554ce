"""Models on this machine: the catalogue, downloads, and the process that runs them."""
