"""Makes an int8 ONNX graph of the published weights."""
