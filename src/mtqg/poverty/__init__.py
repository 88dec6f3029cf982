"""The review of poor and near-poor households."""
