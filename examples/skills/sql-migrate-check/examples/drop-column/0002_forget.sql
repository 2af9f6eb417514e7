-- DROP TABLE in a comment is no statement
ALTER TABLE people
  DROP COLUMN email;
