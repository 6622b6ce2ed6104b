"""The document and its file: `Project`, edits of the whole, the .dnn schema, migrations, atomic save, recovery."""
