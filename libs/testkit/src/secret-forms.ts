// What a copy of a secret looks like to a reader of bytes: as it is, or in an encoding that can be read back at sight.

/** Each form of each value. */
export const secretForms = (values: readonly string[]): Buffer[] =>
  values.flatMap(formsOf).map((form) => Buffer.from(form));

/** The first form that is in the bytes. */
export function secretIn(bytes: Uint8Array | string, forms: readonly Buffer[]): string | undefined {
  const held = Buffer.from(bytes);
  return forms.find((form) => held.includes(form))?.toString();
}

/** Written here once more, and not taken from the daemon, which masks them. */
function formsOf(secret: string): string[] {
  const shifted = [0, 1, 2].map((before) => {
    const text = Buffer.from('\0'.repeat(before) + secret)
      .toString('base64')
      .replaceAll('=', '');
    return text.slice([0, 2, 3][before], -1);
  });
  const percent = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const json = JSON.stringify(secret).slice(1, -1);
  const urlSafe = shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    percent,
    percent.toUpperCase(),
  ].concat(shifted, urlSafe);
}
