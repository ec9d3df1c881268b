"""The page a person looks at: the whole search as figures, drawn in one file that stands alone."""
