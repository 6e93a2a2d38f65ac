-- The relay's word for the rows of a page: with it a relay that was restored takes the rows back
-- as they were. place = that of the page's last row in log_row.
CREATE TABLE page_proof (
    place INTEGER PRIMARY KEY,
    proof BLOB NOT NULL             -- CBOR
) STRICT;
