"""What the assistant remembers: positions, messages, plans, drafts. It keeps no bodies; intent keeps a draft's own bytes."""
