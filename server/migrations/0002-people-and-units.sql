-- Accounts and their logins; units, what they may do and who acts for them; people and employment.

CREATE TABLE accounts (
  id                     uuid PRIMARY KEY,
  state                  text NOT NULL CHECK (state IN ('unclaimed', 'active', 'disabled')),
  version                integer NOT NULL DEFAULT 1,
  account_name           text,            -- as typed; identities hold what is unique
  name                   text NOT NULL,
  individual             boolean NOT NULL, -- has a record of their own, not only seats
  password_hash          text,
  must_change_password   boolean NOT NULL,
  country                text NOT NULL,
  document_type          text NOT NULL,
  document_number_sealed bytea NOT NULL,
  phone_sealed           bytea NOT NULL,
  email_sealed           bytea NOT NULL,
  created_at             timestamptz NOT NULL,
  last_login_at          timestamptz
);

-- What a person may log in by, each once in the province, without plaintext.
CREATE TABLE identities (
  kind       text NOT NULL CHECK (kind IN ('account', 'phone', 'document')),
  hash       bytea NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  PRIMARY KEY (kind, hash)
);
CREATE INDEX identities_account ON identities (account_id);

CREATE TABLE security_answers (
  account_id  uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  position    integer NOT NULL,
  question    text NOT NULL,
  answer_hash bytea NOT NULL,   -- keyed, salted by the account
  PRIMARY KEY (account_id, position),
  UNIQUE (account_id, question)
);

CREATE TABLE logins (
  id           uuid PRIMARY KEY,
  token_hash   bytea NOT NULL UNIQUE,
  account_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at   timestamptz NOT NULL,
  seen_at      timestamptz NOT NULL,
  idle_seconds integer NOT NULL,
  expires_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  address      text NOT NULL,
  user_agent   text NOT NULL
);
CREATE INDEX logins_account ON logins (account_id, created_at DESC) WHERE ended_at IS NULL;

CREATE TABLE captchas (
  id              uuid PRIMARY KEY,
  visit_hash      bytea NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('image', 'work')),
  answer_hash     bytea,
  salt            text,
  difficulty_bits integer,
  expires_at      timestamptz NOT NULL,
  CHECK ((kind = 'image') = (answer_hash IS NOT NULL) AND (kind = 'work') = (salt IS NOT NULL AND difficulty_bits IS NOT NULL))
);
CREATE INDEX captchas_expires ON captchas (expires_at);

CREATE TABLE industries (
  code text PRIMARY KEY,
  name text NOT NULL
);
-- The trades that have an authority of their own; education and health are also known by their code in the rules.
INSERT INTO industries (code, name) VALUES
  ('education', '教育'), ('health', '卫生健康'), ('housing', '住房城乡建设'), ('industry', '工业和信息化'),
  ('finance', '财政'), ('agriculture', '农业农村'), ('transport', '交通运输'), ('water', '水利'),
  ('resources', '自然资源'), ('environment', '生态环境'), ('forestry', '林业'), ('science', '科学技术'),
  ('culture', '文化和旅游'), ('broadcasting', '广播电视'), ('press', '新闻出版'), ('sports', '体育'),
  ('justice', '司法行政'), ('civilAffairs', '民政'), ('market', '市场监督管理'), ('drugs', '药品监督管理'),
  ('statistics', '统计'), ('audit', '审计'), ('archives', '档案'), ('emergency', '应急管理'),
  ('energy', '能源'), ('meteorology', '气象'), ('earthquake', '地震'), ('commerce', '商务'),
  ('humanResources', '人力资源和社会保障');

CREATE TABLE units (
  id            uuid PRIMARY KEY,
  state         text NOT NULL CHECK (state IN ('submitted', 'returned', 'approved', 'merged', 'closed')),
  version       integer NOT NULL DEFAULT 1,
  name          text COLLATE "C" NOT NULL,
  name_pinyin   text COLLATE "C" NOT NULL,   -- lower case, no spaces
  name_initials text COLLATE "C" NOT NULL,
  code          text COLLATE "C" NOT NULL,   -- 统一社会信用代码
  nature        text NOT NULL,
  region_code   text COLLATE "C" NOT NULL,   -- the most specific of the three below
  province_code text COLLATE "C" NOT NULL,
  city_code     text COLLATE "C",
  county_code   text COLLATE "C",
  parent_id     uuid REFERENCES units,
  merged_into_id uuid REFERENCES units,
  contact_name  text NOT NULL,
  contact_phone_sealed bytea NOT NULL,
  created_at    timestamptz NOT NULL,
  approved_at   timestamptz,
  CHECK ((state = 'merged') = (merged_into_id IS NOT NULL)),
  CHECK (county_code IS NULL OR city_code IS NOT NULL),
  CHECK (region_code = coalesce(county_code, city_code, province_code))
);
CREATE UNIQUE INDEX units_code ON units (code) WHERE state IN ('submitted', 'returned', 'approved');
CREATE INDEX units_name ON units (name, id) WHERE state IN ('submitted', 'approved');
CREATE INDEX units_name_pinyin ON units (name_pinyin, id) WHERE state IN ('submitted', 'approved');
CREATE INDEX units_name_initials ON units (name_initials, id) WHERE state IN ('submitted', 'approved');
CREATE INDEX units_region ON units (region_code, id);
CREATE INDEX units_city ON units (city_code, id) WHERE city_code IS NOT NULL;
CREATE INDEX units_parent ON units (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE unit_industries (
  unit_id       uuid NOT NULL REFERENCES units,
  industry_code text NOT NULL REFERENCES industries,
  PRIMARY KEY (unit_id, industry_code)
);

CREATE TABLE unit_capabilities (
  unit_id       uuid NOT NULL REFERENCES units,
  capability    text NOT NULL CHECK (capability IN ('employer', 'institution', 'industry', 'hrss', 'hosting')),
  industry_code text REFERENCES industries,
  region_code   text COLLATE "C" NOT NULL,   -- whose office: with capability and trade this finds it
  granted_at    timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (unit_id, capability, industry_code),
  CHECK ((capability = 'industry') = (industry_code IS NOT NULL))
);
-- One HR&SS office a region, one authority a trade and region.
CREATE UNIQUE INDEX unit_capabilities_office ON unit_capabilities (capability, region_code, industry_code) NULLS NOT DISTINCT
  WHERE capability IN ('hrss', 'industry');

CREATE TABLE unit_staff (
  id         uuid PRIMARY KEY,   -- the seat
  unit_id    uuid NOT NULL REFERENCES units,
  account_id uuid NOT NULL REFERENCES accounts,
  kind       text NOT NULL CHECK (kind IN ('individual', 'employer', 'institution', 'industry', 'hrss', 'systemAdmin', 'securityAdmin', 'auditAdmin')),
  level      text NOT NULL CHECK (level IN ('manager', 'clerk')),
  created_at timestamptz NOT NULL,
  ended_at   timestamptz,
  CHECK (kind <> 'individual')
);
CREATE UNIQUE INDEX unit_staff_seat ON unit_staff (account_id, unit_id, kind) WHERE ended_at IS NULL;
CREATE INDEX unit_staff_unit ON unit_staff (unit_id) WHERE ended_at IS NULL;
-- Three administrators, three people: no account holds two of the offices.
CREATE UNIQUE INDEX unit_staff_one_admin ON unit_staff (account_id)
  WHERE ended_at IS NULL AND kind IN ('systemAdmin', 'securityAdmin', 'auditAdmin');

CREATE TABLE people (
  id            uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  name          text COLLATE "C" NOT NULL,
  name_pinyin   text COLLATE "C" NOT NULL,
  name_initials text COLLATE "C" NOT NULL,
  number_tail   bytea NOT NULL,   -- blind index of the last four of the document number
  created_at    timestamptz NOT NULL
);

CREATE TABLE profiles (
  id                uuid PRIMARY KEY,
  person_id         uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  state             text NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'confirmed', 'superseded')),
  version           integer NOT NULL DEFAULT 1,
  unit_id           uuid REFERENCES units,
  sex               text NOT NULL CHECK (sex IN ('male', 'female')),
  birth_date        date NOT NULL,
  ethnicity         text NOT NULL,
  native_place      text NOT NULL,
  education         text NOT NULL,
  degree            text,
  major             text,
  school            text,
  graduated_on      date CHECK (graduated_on > birth_date),
  started_work_on   date NOT NULL CHECK (started_work_on > birth_date),
  phone_sealed      bytea NOT NULL,
  email_sealed      bytea NOT NULL,
  title_level       text NOT NULL CHECK (title_level IN ('none', 'senior', 'associateSenior', 'intermediate', 'assistant', 'junior')),
  title             text NOT NULL,
  title_obtained_on date CHECK (title_obtained_on > birth_date),
  series            text NOT NULL,
  specialty         text NOT NULL,
  postal_code       text,
  work_region       text NOT NULL,
  return_reason     text,
  created_at        timestamptz NOT NULL,
  submitted_at      timestamptz,
  decided_at        timestamptz,
  decided_by        uuid REFERENCES accounts,
  CHECK (title_level = 'none' OR title_obtained_on IS NOT NULL),
  CHECK (state IN ('draft') OR (unit_id IS NOT NULL AND submitted_at IS NOT NULL))
);
CREATE UNIQUE INDEX profiles_in_force ON profiles (person_id) WHERE state = 'confirmed';
CREATE UNIQUE INDEX profiles_under_way ON profiles (person_id) WHERE state IN ('draft', 'submitted', 'returned');
-- All versions of a person: what waits for them, and what goes when they do.
CREATE INDEX profiles_person ON profiles (person_id);
CREATE INDEX profiles_waiting ON profiles (unit_id, submitted_at, id) WHERE state = 'submitted';

CREATE TABLE employments (
  id           uuid PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  unit_id      uuid NOT NULL REFERENCES units,
  kind         text NOT NULL CHECK (kind IN ('main', 'partTime', 'hosted')),
  state        text NOT NULL CHECK (state IN ('applied', 'confirmed', 'refused', 'withdrawn', 'ended')),
  version      integer NOT NULL DEFAULT 1,
  applied_at   timestamptz NOT NULL,
  decided_at   timestamptz,
  ended_at     timestamptz,
  CHECK ((state = 'ended') = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX employments_main ON employments (person_id) WHERE state = 'confirmed' AND kind = 'main';
CREATE UNIQUE INDEX employments_application ON employments (person_id) WHERE state = 'applied';
CREATE INDEX employments_person ON employments (person_id, applied_at DESC);
CREATE INDEX employments_unit ON employments (unit_id, person_id) WHERE state IN ('applied', 'confirmed');

GRANT SELECT, INSERT, UPDATE, DELETE ON accounts, identities, security_answers, logins, captchas, industries, units,
  unit_industries, unit_capabilities, unit_staff, people, profiles, employments TO xueshi_app;
