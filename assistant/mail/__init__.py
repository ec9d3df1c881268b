"""Bytes to Message: headers, body, sender, invitation. Pure: no input or output."""
