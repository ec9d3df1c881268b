"""What a person looks at: the whole search as figures in one file that stands alone, and the digest of the morning."""
