CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  total_cents INTEGER NOT NULL CHECK (total_cents >= 0)
);
