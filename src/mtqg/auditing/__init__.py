"""Auditing: findings beside what they are about, and the copy that an auditor takes away."""
