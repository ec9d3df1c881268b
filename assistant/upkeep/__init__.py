"""What keeps the assistant going: set up once, run on a schedule, and never silently dead.

schedule    who runs `assistant poll`: cron, systemd, launchd
health      how an account fares
doctor      every part looked at, with remedies
notice      a notice on the desktop
zone        the machine's time zone
programs    running other programs
"""
