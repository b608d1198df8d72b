"""HTML of a page no rule reads -> lines of its main text by trafilatura; pure, its only importer.

Its own removal of duplicates is never used: it remembers earlier pages, so that one page gives several results.
"""


def main_lines(html: str) -> list[str]:
    import trafilatura  # a tenth of a second, for the few pages that need it

    text = trafilatura.extract(
        html, include_comments=False, include_tables=True, deduplicate=False, output_format="txt"
    )
    return [_cells(line) for line in (text or "").splitlines()]


def _cells(line: str) -> str:
    """A table's row, which trafilatura writes between bars."""
    return "\t".join(cell.strip() for cell in line.strip().strip("|").split("|")) if line.startswith("|") else line
