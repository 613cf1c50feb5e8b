-- How certificates are worded and sealed, by office and from a day on. What was published never changes:
-- certificates name the version that they were issued by, and are printed from it for ever.

-- A place for the picture of a seal once it is asked for, with its file once it was written anew.
CREATE TABLE certificate_seals (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  size_bytes integer NOT NULL CHECK (size_bytes > 0),
  file_id    uuid REFERENCES files,
  created_at timestamptz NOT NULL
);
CREATE INDEX certificate_seals_account ON certificate_seals (account_id);
CREATE INDEX certificate_seals_created ON certificate_seals (created_at);
CREATE INDEX certificate_seals_file ON certificate_seals (file_id) WHERE file_id IS NOT NULL;

CREATE TABLE certificate_templates (
  id             uuid PRIMARY KEY,
  region_code    text COLLATE "C" NOT NULL,
  office_unit_id uuid NOT NULL REFERENCES units,
  state          text NOT NULL CHECK (state IN ('draft', 'published', 'discarded', 'retired')),
  version        integer NOT NULL DEFAULT 1,
  title          text NOT NULL,
  subtitle       text NOT NULL,
  statement      text NOT NULL,
  issuer         text NOT NULL,
  remark         text NOT NULL,
  seal_id        uuid REFERENCES certificate_seals,
  drafter_id     uuid NOT NULL REFERENCES accounts,   -- who wrote it last
  updated_at     timestamptz NOT NULL,
  effective_from date,
  publisher_id   uuid REFERENCES accounts,
  published_at   timestamptz,
  retirer_id     uuid REFERENCES accounts,
  retired_at     timestamptz,
  reason         text,
  CHECK ((state IN ('published', 'retired')) = (effective_from IS NOT NULL)),
  CHECK ((effective_from IS NULL) = (publisher_id IS NULL)),
  CHECK ((effective_from IS NULL) = (published_at IS NULL)),
  CHECK ((state = 'retired') = (retired_at IS NOT NULL)),
  CHECK (publisher_id <> drafter_id)
);
CREATE INDEX certificate_templates_office ON certificate_templates (region_code, id DESC);
CREATE INDEX certificate_templates_in_force ON certificate_templates
  (region_code, effective_from DESC, published_at DESC) WHERE state = 'published';
CREATE INDEX certificate_templates_seal ON certificate_templates (seal_id) WHERE seal_id IS NOT NULL;

ALTER TABLE certificates ADD template_id uuid REFERENCES certificate_templates;

GRANT SELECT, INSERT, UPDATE, DELETE ON certificate_seals TO xueshi_app;
GRANT SELECT, INSERT, UPDATE ON certificate_templates TO xueshi_app;
