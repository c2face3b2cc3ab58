"""The import desk: what its pages show of an import, and what curators do to the rows before they are brought in."""
