"""The schema's history, packaged so that an installation can bring its database up to date."""
