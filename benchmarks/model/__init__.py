"""How the learned correction of the main content is trained, and judged on pages that it has not seen."""
