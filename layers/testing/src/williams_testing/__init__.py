"""For plugin authors and the project's own tests: conformance suites, factories, and a library in memory."""
