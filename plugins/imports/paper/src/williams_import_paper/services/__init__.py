"""What each service is asked, and how its answer becomes a record."""
