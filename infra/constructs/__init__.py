"""The deployment's building blocks, each with one purpose."""
