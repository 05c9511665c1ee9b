"""Word documents (.docx): by mammoth, prepared so that what it does not know is not lost."""
