"""The sites: one file each. A site is found by being here."""
