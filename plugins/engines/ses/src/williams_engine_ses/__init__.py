"""Mails by Amazon SES."""
