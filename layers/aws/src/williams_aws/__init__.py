"""What engines share that ask a service of AWS."""
