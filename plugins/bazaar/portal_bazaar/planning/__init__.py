"""The bazaar: place, day, programme, themes, tasks, organisers, lessons, copying, setting up."""
