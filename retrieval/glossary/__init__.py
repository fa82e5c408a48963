"""A glossary of the news, Chinese and English; see `retrieval.glossary.glossary`."""
