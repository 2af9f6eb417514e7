// What a skill prints, on its way out: bytes become lines, commands are executed, masks are applied to everything, and
// the rest goes to the sinks. A stream is read only as fast as the sinks accept lines, so a flood waits in the pipe and
// not in our memory.
import type { Readable } from 'node:stream';

import { LIMITS } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import type { Annotation, LogSinks, LogStream } from '../logs/sinks.ts';
import { annotationLines, createCommandReader, fitAnnotation, fitProgress } from './commands.ts';
import { createLineSplitter, cutToBytes } from './line-splitter.ts';
import type { SplitLine } from './line-splitter.ts';
import { createLoopShare } from './loop-share.ts';
import type { LoopShare } from './loop-share.ts';
import { createMasks } from './masks.ts';
import type { SecretFinder } from './secret-finder.ts';
import type { PrintedCommand } from './commands.ts';

export interface SkillConsole {
  /** Reads a stream to its end. `marker`, if given, is the line after which nothing belongs to this job. */
  read(stream: Readable, name: 'stdout' | 'stderr', marker?: string): StreamReading;
  /** A line from the daemon itself. */
  system(text: string): Promise<void>;
  /** Masks text of the skill that leaves the host by another way than the log. */
  readonly mask: (text: string, isCut?: boolean) => string;
  /** Masks only the secrets that the job was given: what the skill itself hides stays readable in its output. */
  readonly maskSecrets: (text: string) => string;
  /** Reports a sign of life other than output. */
  sign(): void;
  /** Monotonic time of the last sign of life, for the heartbeat timeout. */
  lastSignMs(): number;
}

export interface StreamReading {
  /** Settles at the end of the stream, at the marker, or when reading is given up. */
  readonly done: Promise<void>;
  /** True while the reader waits for bytes, not for the sinks. */
  isWaiting(): boolean;
  /** Pieces read so far. */
  pieces(): number;
}

export interface ConsoleOptions {
  /** Printing jobs share the event loop through it; without it the console has one of its own. */
  readonly share?: LoopShare;
  readonly secrets?: SecretFinder | undefined;
}

export function createConsole(sinks: LogSinks, clock: Clock, options: ConsoleOptions = {}): SkillConsole {
  const { share = createLoopShare(clock), secrets } = options;
  const masks = createMasks(secrets);
  const commands = createCommandReader();
  let lastSignMs = clock.monotonicMs();
  const sign = (): void => {
    lastSignMs = clock.monotonicMs();
  };

  const say = (stream: LogStream, { text, isTruncated }: SplitLine): void | Promise<void> => {
    const cut = cutToBytes(masks.apply(text, isTruncated), LIMITS.logLineBytes);
    return sinks.line({ stream, text: cut.text, ...(isTruncated || cut.isTruncated ? { isTruncated: true } : {}) });
  };
  const annotate = async (annotation: Annotation): Promise<void> => {
    const masked = fitAnnotation(annotation, (text) => masks.apply(text));
    const [first = '', ...rest] = annotationLines(masked);
    await say('stdout', { text: first, isTruncated: false });
    sinks.annotation(masked);
    for (const text of rest) await say('stdout', { text, isTruncated: false });
  };
  const obey = (command: PrintedCommand): void | Promise<void> => {
    switch (command.kind) {
      case 'annotation':
        return annotate(command.annotation);
      case 'progress':
        return sinks.progress(fitProgress(command.progress, (text) => masks.apply(text)));
      case 'mask':
      case 'stop':
      case 'resume':
        return;
    }
  };
  /** A value is masked from the moment it is read, on both streams, however long its line waits to be shown. */
  const read = (name: 'stdout' | 'stderr', line: SplitLine): ReadLine => {
    // Of a value longer than a line, the beginning is masked: otherwise that much would be visible.
    const mayBeCommand = !line.isTruncated || line.text.startsWith('::add-mask::');
    const command = name === 'stdout' && mayBeCommand ? commands.read(line.text) : undefined;
    if (command?.kind === 'mask') masks.add(command.value);
    return { line, command };
  };
  const inTurn = createQueue();

  return {
    read: (stream, name, marker) =>
      readLines({
        stream,
        marker,
        sign,
        share,
        inTurn,
        read: (line) => read(name, line),
        take: ({ line, command }) => (command === undefined ? say(name, line) : obey(command)),
      }),
    system: async (text) => {
      for (const line of text.split(/\r\n|[\n\r]/)) await say('system', { text: line, isTruncated: false });
    },
    mask: (text, isCut) => masks.apply(text, isCut),
    maskSecrets: (text) => masks.applySecrets(text),
    sign,
    lastSignMs: () => lastSignMs,
  };
}

/** A line as read: its command was found then, before its turn to be shown. */
interface ReadLine {
  readonly line: SplitLine;
  readonly command: PrintedCommand | undefined;
}

interface LineReading {
  readonly stream: Readable;
  readonly marker: string | undefined;
  readonly read: (line: SplitLine) => ReadLine;
  readonly take: (line: ReadLine) => void | Promise<void>;
  readonly sign: () => void;
  readonly share: LoopShare;
  /** For both streams: what is read from one waits for what was read earlier from the other. */
  readonly inTurn: (work: () => Promise<void>) => void;
}

const LINES_BETWEEN_RESTS = 16;
const EMPTY_LINE: ReadLine = { line: { text: '', isTruncated: false }, command: undefined };

/**
 * Listens instead of iterating, because a runner's streams go on after the job. An empty line is held back until the
 * next one: before a marker it is not the skill's, but ends a line that the skill left open.
 */
function readLines({ stream, marker, read, take, sign, share, inTurn }: LineReading): StreamReading {
  const splitter = createLineSplitter();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let isTaking = false;
  let isOver = false;
  let emptyHeld = 0;
  let pieces = 0;

  const finish = (): void => {
    stream.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
    resolve();
  };
  /** Up to the marker. */
  const readAll = (lines: readonly SplitLine[]): ReadLine[] => {
    const end = marker === undefined ? -1 : lines.findIndex(({ text }) => text === marker);
    if (end !== -1) isOver = true;
    return (end === -1 ? lines : lines.slice(0, end)).map(read);
  };
  const takeHeld = async (): Promise<void> => {
    for (; emptyHeld > 0; emptyHeld -= 1) await take(EMPTY_LINE);
  };
  const takeAll = async (lines: readonly ReadLine[]): Promise<void> => {
    for (const [index, one] of lines.entries()) {
      if (index % LINES_BETWEEN_RESTS === 0) await share.rest();
      if (emptyHeld > 0) await takeHeld();
      if (marker !== undefined && one.line.text === '') emptyHeld = 1;
      else await take(one);
    }
  };
  const onData = (chunk: Buffer): void => {
    sign();
    pieces += 1;
    isTaking = true;
    stream.pause();
    const lines = readAll(splitter.push(chunk));
    inTurn(async () => {
      await takeAll(lines);
      isTaking = false;
      if (isOver) finish();
      else stream.resume();
    });
  };
  const onEnd = (): void => {
    const lines = isOver ? [] : readAll(splitter.end());
    inTurn(async () => {
      await takeAll(lines);
      if (!isOver) await takeHeld();
      finish();
    });
  };
  if (stream.readableEnded || stream.destroyed) resolve();
  else stream.on('data', onData).once('end', onEnd).once('close', onEnd).once('error', onEnd).resume();
  return { done, isWaiting: () => !isTaking, pieces: () => pieces };
}

/** One task at a time; before each, what has arrived on either stream is read, so that its masks are known. */
function createQueue(): LineReading['inTurn'] {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(turnOfTheLoop).then(work);
  };
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
