"""One hostile house: mails full of payloads, walked for real, and every sink looked at."""
