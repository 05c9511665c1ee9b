"""Executions in Step Functions."""
