/** The sum of a cart in cents. Prices are integers: money never meets floating point. */
export function subtotal(items) {
  return items.reduce((sum, { priceCents, quantity }) => sum + priceCents * quantity, 0);
}
