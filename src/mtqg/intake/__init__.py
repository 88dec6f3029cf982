"""Intake: workbooks and csv in, typed rows out. What is wrong is set aside whole, with its cells and its reasons."""
