"""Web pages that stand alone: no script, nothing loaded, and what others wrote is text in them and nothing else."""
