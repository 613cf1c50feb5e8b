-- What a record said when it was last returned, so that whoever reviews it again sees what changed since.
CREATE TABLE declaration_returns (
  declaration_id uuid PRIMARY KEY REFERENCES declarations ON DELETE CASCADE,
  at             timestamptz NOT NULL,
  form           jsonb NOT NULL,   -- the fields of 添加, as the contract names them
  files          jsonb NOT NULL    -- [{id, name}], in their order
);
GRANT SELECT, INSERT, UPDATE, DELETE ON declaration_returns TO xueshi_app;
