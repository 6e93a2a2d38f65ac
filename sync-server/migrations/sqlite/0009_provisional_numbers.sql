-- The number given offline（暂编号）, beside the final one that took its place: both find the record.
-- NULL: written before this step with a final number; filled in from its log before the first search.
ALTER TABLE record ADD COLUMN provisional_text TEXT;
UPDATE record SET provisional_text = CASE WHEN number_text LIKE '暂-%' THEN number_text ELSE '' END
  WHERE number_text = '' OR number_text LIKE '暂-%';
CREATE INDEX record_provisional_unknown ON record (tenant) WHERE provisional_text IS NULL;
