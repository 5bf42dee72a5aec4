-- Entities as of the last checkpoint; what came after stands in the log.
CREATE TABLE twin_entities (
  tenant  TEXT   NOT NULL,
  id      TEXT   NOT NULL,
  seq     BIGINT NOT NULL,
  doc     BYTEA  NOT NULL,
  PRIMARY KEY (tenant, id)
);
