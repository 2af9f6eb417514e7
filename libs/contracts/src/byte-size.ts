// Amounts of bytes as people write and read them: a number and a binary unit, as in Kubernetes.

const UNITS: readonly (readonly [unit: string, bytes: number])[] = [
  ['GiB', 1_073_741_824],
  ['MiB', 1_048_576],
  ['KiB', 1_024],
];

/** `64MiB` in bytes; undefined if the text is not a size. */
export function sizeBytes(text: string): number | undefined {
  const [, digits, unit] = /^([1-9][0-9]{0,5})(KiB|MiB|GiB)$/.exec(text) ?? [];
  const bytes = UNITS.find(([name]) => name === unit)?.[1];
  return digits === undefined || bytes === undefined ? undefined : Number(digits) * bytes;
}

/** For people, in the largest unit that fits: `64 MiB`, `1.5 GiB`, `12 bytes`. */
export function showSize(bytes: number): string {
  const [unit, of] = UNITS.find(([, least]) => bytes >= least) ?? [bytes === 1 ? 'byte' : 'bytes', 1];
  return `${Number((bytes / of).toFixed(1))} ${unit}`;
}
