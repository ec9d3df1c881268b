"""What can be typed: each command's name, options and help. The work is imported when one runs."""
