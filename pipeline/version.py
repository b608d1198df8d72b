"""The version of the code that reads pages: kept with every article, so that a change of code can be told from news."""

CODE_VERSION = "0.1.0"
