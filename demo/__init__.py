"""A bundled, invented news world on loopback, and the starter that shows parwatch at work in it."""
