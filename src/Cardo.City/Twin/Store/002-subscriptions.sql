-- What others want to be told, as they wrote it, and how telling them has fared.
CREATE TABLE twin_subscriptions (
  tenant  TEXT NOT NULL,
  id      TEXT NOT NULL,
  doc     TEXT NOT NULL,
  context TEXT NOT NULL,
  fared   TEXT NOT NULL,
  created_us  BIGINT NOT NULL,
  modified_us BIGINT NOT NULL,
  PRIMARY KEY (tenant, id)
);
