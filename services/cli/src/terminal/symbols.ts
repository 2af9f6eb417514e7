export interface Symbols {
  readonly pending: string;
  readonly running: readonly string[];
  readonly success: string;
  readonly skip: string;
  readonly failure: string;
  readonly error: string;
  readonly cancellation: string;
  readonly retrying: string;
  readonly waiting: string;
  readonly bar: { readonly full: string; readonly empty: string };
  readonly line: string;
  /** Before what the keys are for. */
  readonly pointer: string;
  readonly rule: string;
}

const UNICODE: Symbols = {
  pending: '◷',
  running: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
  success: '✔',
  skip: '○',
  failure: '✖',
  error: '⚠',
  cancellation: '⊘',
  retrying: '↻',
  waiting: '⏸',
  bar: { full: '█', empty: '░' },
  line: '│',
  pointer: '▸',
  rule: '─',
};

const ASCII: Symbols = {
  pending: '.',
  running: ['-', '\\', '|', '/'],
  success: '+',
  skip: 'o',
  failure: 'x',
  error: '!',
  cancellation: '-',
  retrying: '~',
  waiting: '=',
  bar: { full: '#', empty: '.' },
  line: '|',
  pointer: '>',
  rule: '-',
};

/** What the terminal can show: the locale says whether it reads UTF-8; one that does not say is assumed to. */
export function symbolsFor(env: Readonly<Record<string, string | undefined>>): Symbols {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  if (env['TERM'] === 'linux') return ASCII;
  return locale === '' || /utf-?8/i.test(locale) ? UNICODE : ASCII;
}
