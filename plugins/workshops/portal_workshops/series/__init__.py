"""Series of two half days: educations, people, facilitators, rooms, dates, sign-up, mail."""
