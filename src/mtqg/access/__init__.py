"""Who may do what where: roles at localities, what each gives a right to, and which places a role reaches."""
