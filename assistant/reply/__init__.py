"""From a Plan to a complete draft: wording, letters, bytes. Pure: letters and attachments arrive as loaded values."""
