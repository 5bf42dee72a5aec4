-- CRC-32C of tenant, id, seq and doc, so that one flipped bit is found; null in rows of before.
ALTER TABLE twin_entities ADD COLUMN crc BIGINT;
