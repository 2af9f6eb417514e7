// What every command takes: from its flags, else from the configuration files.

import type { Format } from './format.ts';
import type { SettingsFiles } from './settings/settings-file.ts';
import type { ColorMode } from './terminal/style.ts';

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
  /** Names of the flags that were typed. */
  readonly typed?: readonly string[];
  /** What the configuration files say. */
  readonly settings?: SettingsFiles;
}
