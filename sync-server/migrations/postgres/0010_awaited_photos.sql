-- Photos whose original has not arrived, with the record they show（等待照片）: derived from the photos'
-- documents and from what is held. What came before this step is noted before the first look.
CREATE TABLE awaited_photo (
  tenant bigint NOT NULL,
  photo  bytea NOT NULL,
  target bytea NOT NULL,
  PRIMARY KEY (tenant, photo)
);
CREATE INDEX awaited_photo_target ON awaited_photo (tenant, target);

ALTER TABLE awaited_photo ENABLE ROW LEVEL SECURITY;
ALTER TABLE awaited_photo FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON awaited_photo USING (tenant = app_tenant());
