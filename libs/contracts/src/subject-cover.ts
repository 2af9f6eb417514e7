// How subjects relate: a pattern of the broker (`*` is one token, `>` the rest) covers another if it matches every
// subject that the other matches, and overlaps it if they share at least one.

/** An address of the contract as a pattern: each parameter is one token. */
export const patternOf = (address: string): string => address.replaceAll(/\{\w+\}/g, '*');

export function covers(wide: string, narrow: string): boolean {
  const a = wide.split('.');
  const b = narrow.split('.');
  for (const [index, token] of a.entries()) {
    const other = b[index];
    if (other === undefined) return false;
    if (token === '>') return true;
    if (token === '*' ? other === '>' : token !== other) return false;
  }
  return a.length === b.length;
}

export function overlaps(one: string, two: string): boolean {
  const a = one.split('.');
  const b = two.split('.');
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [x, y] = [a[index], b[index]];
    if (x === undefined || y === undefined) return false;
    if (x === '>' || y === '>') return true;
    if (x !== '*' && y !== '*' && x !== y) return false;
  }
  return true;
}

/** Where a republish puts a subject: `>` in the destination stands for what `>` matched in the source. */
export function republished(address: string, rule: { source: string; destination: string }): string | undefined {
  const from = rule.source.replace(/>$/, '');
  const to = rule.destination.replace(/>$/, '');
  return address.startsWith(from) ? to + address.slice(from.length) : undefined;
}
