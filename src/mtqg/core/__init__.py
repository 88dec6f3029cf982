"""What carries every figure: acts, rows, states, snapshots, measures, figures. No Django, no clock."""
