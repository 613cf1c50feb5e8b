-- The photo of a certificate is the file that the person's record had on the day of issue. The row of that
-- file cannot go while a certificate prints it, whatever photo the person has later.
ALTER TABLE certificates ADD photo_file_id uuid REFERENCES files;
CREATE INDEX certificates_photo ON certificates (photo_file_id) WHERE photo_file_id IS NOT NULL;
