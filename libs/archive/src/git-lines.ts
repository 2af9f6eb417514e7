/** What git printed with `-z`: bytes, because a name need not be text. */
export function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0, end = bytes.indexOf(0); end !== -1; start = end + 1, end = bytes.indexOf(0, start))
    lines.push(bytes.subarray(start, end));
  return lines;
}
