-- The file that a batch of past years was read from, which is swept a month later: by name, and by what tells
-- the office's own copy of it from any other.
ALTER TABLE legacy_batches ADD COLUMN file_name text, ADD COLUMN file_sha256 bytea;
UPDATE legacy_batches b SET file_name = i.name, file_sha256 = f.sha256
FROM tasks t JOIN task_inputs i ON i.id = t.input_id JOIN files f ON f.id = i.file_id
WHERE t.kind = 'legacy.check' AND (t.request ->> 'batchId')::uuid = b.id;
