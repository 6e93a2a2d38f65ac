-- The counts are written by the commit itself, once for each that changed, instead of once for
-- each row by triggers.
DROP TRIGGER record_counted;
DROP TRIGGER record_uncounted;
DROP TRIGGER record_recounted;
