"""The four stacks, in the order in which they are deployed: data, pipelines, api, observability."""
