"""Programs that Frågestund is measured beside."""
