"""What goes out to an agency and comes back filled: lists, bundles, sheets, progress."""
