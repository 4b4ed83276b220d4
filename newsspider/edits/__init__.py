"""What a publisher changed in a page that was stored before: words of the story, or what stands around it."""
