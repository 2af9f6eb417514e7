// Flags that every command takes. A flag wins over the environment, the environment over a context.

import type { ColorMode } from './terminal/style.ts';

export const FORMATS = ['table', 'json', 'jsonl', 'yaml'] as const;
export type Format = (typeof FORMATS)[number];

export interface Globals {
  readonly server?: string;
  readonly context?: string;
  readonly user?: string;
  readonly password?: string;
  readonly creds?: string;
  readonly timeoutMs: number;
  readonly output: Format;
  /** What `-o` names in a command that writes a file: anything that is no format. */
  readonly file?: string;
  readonly color: ColorMode;
  readonly quiet: boolean;
}
