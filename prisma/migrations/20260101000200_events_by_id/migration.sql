-- The id first: the source is the same for thousands of rows in a row, so that building and searching the key compared
-- it in vain before it came to what tells rows apart.
ALTER TABLE "events"
  DROP CONSTRAINT "events_pkey",
  ADD CONSTRAINT "events_pkey" PRIMARY KEY ("event_id", "source");
