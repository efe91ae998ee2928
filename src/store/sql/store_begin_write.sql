-- Begins a write transaction at once, so that a second writer waits here and not midway.
BEGIN IMMEDIATE
