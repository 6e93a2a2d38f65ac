-- A file that is the original of a photo and a copy of it at once stood as an original: it was not
-- sent with the copies, and was let go as an original.
UPDATE blob SET role = 'view'
WHERE role = 'original' AND digest IN (SELECT view FROM photo);
UPDATE blob SET role = 'thumbnail'
WHERE role IN ('original', 'view') AND digest IN (SELECT thumbnail FROM photo);
