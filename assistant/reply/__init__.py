"""From a Plan to a complete draft: wording, letters, RFC 5322 bytes. Pure: letters and attachments arrive as loaded values."""
