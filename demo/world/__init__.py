"""The demo world: invented provincial portals on loopback that carry true figures (see SOURCES.md)."""

from demo.world.content import Piece, Site, load_sites
from demo.world.server import Request, World, serve

__all__ = ["Piece", "Request", "Site", "World", "load_sites", "serve"]
