"""Live progress and WebSocket connections in DynamoDB."""
