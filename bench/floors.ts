// What `npm run bench -- --guard` holds a change to, on any machine: ratios of two sides in one run.
export const FLOORS = {
  /** No-op jobs per second, product ÷ bare path, 200 in flight. */
  productToBarePath: 0.5,
} as const;
