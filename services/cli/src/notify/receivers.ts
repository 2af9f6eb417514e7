import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { usageError } from '../errors.ts';
import type { Io } from '../terminal/io.ts';
import { programReceiver } from './program-receiver.ts';
import type { Receiver } from './receiver.ts';
import { webhookReceiver, webhookUrl } from './webhook-receiver.ts';

export interface ReceiversAsked {
  readonly program?: string;
  readonly args: readonly string[];
  /** An address, or @FILE. */
  readonly webhook?: string;
  readonly timeoutMs: number;
}

/** @throws DomeError INVALID_REQUEST */
export async function receiversOf(io: Pick<Io, 'cwd' | 'env' | 'err'>, asked: ReceiversAsked): Promise<Receiver[]> {
  const { program, args, webhook, timeoutMs } = asked;
  if (program === undefined && args.length > 0) {
    throw usageError(
      `${args[0] ?? ''} is an argument of no program.`,
      'Name the program with --exec PROGRAM -- ARGUMENTS, and a run with --run RUN.',
    );
  }
  return [
    ...(program === undefined
      ? []
      : [
          programReceiver({
            words: [program, ...args],
            cwd: io.cwd,
            env: io.env,
            timeoutMs,
            onOutput: (text) => void io.err.write(text),
          }),
        ]),
    ...(webhook === undefined
      ? []
      : [webhookReceiver({ url: webhookUrl(await addressIn(io.cwd, webhook)), timeoutMs })]),
  ];
}

async function addressIn(cwd: string, text: string): Promise<string> {
  if (!text.startsWith('@')) return text;
  const file = text.slice(1);
  try {
    return (await readFile(isAbsolute(file) ? file : join(cwd, file), 'utf8')).trim();
  } catch {
    throw usageError(
      `${file} cannot be read.`,
      '--webhook @FILE takes a file that holds the address and nothing else.',
    );
  }
}
