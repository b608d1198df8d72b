"""The version of the code that reads pages: kept with every article, so that a change of code can be told from news."""

from importlib.metadata import version

CODE_VERSION = version("parwatch")
