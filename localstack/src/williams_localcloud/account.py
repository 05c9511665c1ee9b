"""The account and the region that the local cloud is."""

REGION = "us-east-1"
ACCOUNT = "000000000000"
