"""What runs in the isolated process that reads captions: from a site's file to paragraphs with their times."""
