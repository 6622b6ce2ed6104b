"""Tests of the document's file: reading, writing, mending, recovery, examples."""
