"""Ends the process that imports it."""

import sys

sys.exit("This plugin wants a license key.")
