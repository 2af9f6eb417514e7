import { harmless } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';

/** What a skill found, and where. */
interface ShownFinding {
  readonly level: 'debug' | 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly file?: string | undefined;
  readonly startLine?: number | undefined;
  readonly title?: string | undefined;
  /** In the log; the place of a finding without a file. */
  readonly line?: number;
}

export function findingRow({ level, file, startLine, title, message, line }: ShownFinding, paint: Paint): string[] {
  const color = level === 'error' ? 'red' : level === 'warning' ? 'yellow' : 'gray';
  const inLog = line === undefined ? '' : `log line ${line}`;
  const at = file === undefined ? inLog : `${harmless(file)}${startLine === undefined ? '' : `:${startLine}`}`;
  const said = harmless(message).replaceAll('\n', ' ');
  return [paint(color, level), at, title === undefined ? said : `${harmless(title)}: ${said}`];
}
