"""Reports: the assessment of a charter, JSON documents, and their form on the terminal."""
