"""What the assistant remembers: positions, messages, plans, drafts; no bodies but those of its own drafts."""
