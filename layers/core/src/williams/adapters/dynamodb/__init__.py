"""What lives for minutes, in DynamoDB: progress, WebSocket connections, rate counters."""
