"""parwatch: figures on public-administration reform, from provincial portals to alerts."""
