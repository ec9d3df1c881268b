"""What a message means: label, facts, suspicion. Pure; the model arrives as a loaded value."""
