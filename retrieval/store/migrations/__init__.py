"""The store's tables from version to version, by Alembic."""
