-- 公需课目录: what a year's public subjects are, on which platform, and from when to when.

CREATE TABLE topics (
  id           uuid PRIMARY KEY,
  unit_id      uuid NOT NULL REFERENCES units,       -- the HR&SS office that keeps it
  region_code  text COLLATE "C" NOT NULL,            -- where it holds: that office's region
  state        text NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
  version      integer NOT NULL DEFAULT 1,
  year         integer NOT NULL,
  title        text NOT NULL,
  hours_tenths integer NOT NULL CHECK (hours_tenths > 0),
  platform     text NOT NULL,
  url          text,
  open_from    date NOT NULL,
  open_to      date NOT NULL,
  note         text,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  CHECK (open_to >= open_from)
);
CREATE UNIQUE INDEX topics_once ON topics (unit_id, year, title, platform);
CREATE INDEX topics_unit ON topics (unit_id, year DESC, id DESC);
CREATE INDEX topics_catalogue ON topics (year, region_code, open_from, id) WHERE state = 'published';

GRANT SELECT, INSERT, UPDATE, DELETE ON topics TO xueshi_app;
