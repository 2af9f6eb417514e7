ALTER TABLE orders ADD COLUMN discount_percent INTEGER NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 100);
CREATE INDEX orders_by_email ON orders (email);
