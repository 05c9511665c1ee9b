"""Files of records: tables, JSON, notebooks."""
