"""What keeps the assistant going: set up once, run on a schedule, and never silently dead.

schedule    who runs `assistant poll`, with cron, systemd and launchd
programs    running other programs
"""
