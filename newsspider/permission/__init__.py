"""What a site permits: robots.txt, and what publishers reserve. Pure: bytes and headers in, answers out."""
