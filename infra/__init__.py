"""The one description of the deployment: a CDK app for the local cloud and for AWS."""
