"""A book's pages for other programs: Word documents, a workbook of every table, and pictures for slides."""
