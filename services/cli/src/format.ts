/** The forms of a result. */
export const FORMATS = ['table', 'json', 'jsonl', 'yaml'] as const;
export type Format = (typeof FORMATS)[number];
