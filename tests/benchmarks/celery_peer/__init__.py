"""The same job on Celery and Redis: five stages, a row and a message at each."""
