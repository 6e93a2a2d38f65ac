-- Photos whose original has not arrived, with the record they show（等待照片）: derived from the photos'
-- documents and from what is held. What came before this step is noted before the first look.
CREATE TABLE awaited_photo (
  tenant INTEGER NOT NULL,
  photo  BLOB NOT NULL,
  target BLOB NOT NULL,
  PRIMARY KEY (tenant, photo)
) STRICT, WITHOUT ROWID;
CREATE INDEX awaited_photo_target ON awaited_photo (tenant, target);
