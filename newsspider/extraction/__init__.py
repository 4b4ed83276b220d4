"""From the bytes of a page to an article: parse, metadata, main content, leftover lines."""
