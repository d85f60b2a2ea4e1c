"""Measures delivery and intake of Frågestund beside others, on this machine and in the same run."""
