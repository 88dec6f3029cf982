"""The fifteen report forms of the poverty review: what stands in them is data (``forms.toml``)."""
