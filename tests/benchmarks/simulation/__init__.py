"""What this machine cannot show: the path of a job under AWS's quotas, simulated event by event."""
