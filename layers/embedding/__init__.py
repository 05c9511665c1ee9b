"""The embedding layer's own build step: all-MiniLM-L6-v2 as an int8 ONNX graph."""
