"""Edge: rows <-> the warehouse, and the files under sql/. One writer; any number of readers of the published copy."""
