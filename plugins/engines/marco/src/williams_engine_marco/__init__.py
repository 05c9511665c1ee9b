"""Whether statements follow from what they cite, in this process."""
