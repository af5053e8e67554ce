"""What joins the window to the controllers: intentions go one way, state the other."""
