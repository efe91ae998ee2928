-- Takes the write lock at once: who reads in it decides alone.
BEGIN IMMEDIATE
