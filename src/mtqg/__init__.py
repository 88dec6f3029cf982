"""The open system with which Vietnam's provinces run the National Target Programmes."""

__version__ = "0.1.0"
