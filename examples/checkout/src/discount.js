/** The discount in cents, half a cent rounded in the customer's favour; never more than the subtotal. */
export function discount(subtotalCents, percent) {
  if (percent < 0 || percent > 100) throw new RangeError('a discount is between 0 and 100 percent');
  return Math.floor((subtotalCents * percent) / 100);
}
