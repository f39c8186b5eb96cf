"""Files: taken in, examined, kept by their content, hung on objects, and given out."""
