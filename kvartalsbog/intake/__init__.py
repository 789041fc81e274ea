"""From record-level extracts to readings: which column is what, and how a record becomes part of a sum."""
