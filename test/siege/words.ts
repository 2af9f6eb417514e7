// The arguments of `npm run siege`: how long, with which seed, and which attacks.
import { parseArgs } from 'node:util';

export interface Words {
  readonly seconds: number;
  readonly seed: number;
  /** At least this many messages of the fuzzer are answered. */
  readonly messages: number;
  readonly healthyJobs: number;
  readonly gatedRuns: number;
  /** Names of attacks; none: all of them. */
  readonly only: readonly string[];
  readonly without: readonly string[];
  readonly json: boolean;
}

const WHOLE_SECONDS = 600;
/** For the whole siege; a shorter one has its share. */
const WHOLE = { messages: 200_000, healthyJobs: 500, gatedRuns: 20 } as const;
/** A short siege shares two processors with the tests of a change, so it sends half as fast. */
const REDUCED_PER_SECOND = 10_000 / 60;

export const USAGE = `usage: npm run siege -- [--seconds 600] [--seed N] [--messages N] [--only a,b] [--without c] [--output json]`;

/** @throws Error for unknown arguments */
export function readWords(args: readonly string[], drawSeed: () => number): Words {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: String(WHOLE_SECONDS) },
      seed: { type: 'string' },
      messages: { type: 'string' },
      only: { type: 'string', default: '' },
      without: { type: 'string', default: '' },
      output: { type: 'string', default: 'text' },
    },
  });
  const seconds = wholeNumber('seconds', values.seconds);
  const share = (whole: number): number => Math.max(1, Math.round((whole * seconds) / WHOLE_SECONDS));
  const messages = seconds < WHOLE_SECONDS ? Math.round(seconds * REDUCED_PER_SECOND) : share(WHOLE.messages);
  return {
    seconds,
    seed: values.seed === undefined ? drawSeed() : wholeNumber('seed', values.seed),
    messages: values.messages === undefined ? messages : wholeNumber('messages', values.messages),
    healthyJobs: share(WHOLE.healthyJobs),
    gatedRuns: share(WHOLE.gatedRuns),
    only: namesIn(values.only),
    without: namesIn(values.without),
    json: values.output === 'json',
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new Error(`--${name} is a whole number, not ${text}`);
}

const namesIn = (text: string): string[] => text.split(',').filter((name) => name !== '');
