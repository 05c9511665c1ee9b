"""The newsletter as files: a mail, a page, plain text and a picture."""
