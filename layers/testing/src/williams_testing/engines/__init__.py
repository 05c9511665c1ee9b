"""What every engine of a port must do: a suite per port, for the tests of whoever writes an engine."""
