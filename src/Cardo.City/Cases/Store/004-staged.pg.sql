-- When a picture was kept for a report that is not sent yet; null for one that belongs to something.
ALTER TABLE cases_media ADD COLUMN staged_us BIGINT;
CREATE INDEX cases_media_staged ON cases_media (staged_us) WHERE staged_us IS NOT NULL;
