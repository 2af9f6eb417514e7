import { stringify } from 'yaml';

import type { Format } from '../format.ts';

/** One record of an output without an end: a line of JSON, or a document of a YAML stream. */
export function recordText(record: object, format: Format): string {
  return format === 'yaml' ? `---\n${stringify(record, { lineWidth: 0 })}` : `${JSON.stringify(record)}\n`;
}
