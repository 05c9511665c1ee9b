"""Messages to open WebSocket connections through API Gateway."""
