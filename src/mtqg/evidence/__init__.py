"""Evidence: photographs and scans attached to what the register holds."""
