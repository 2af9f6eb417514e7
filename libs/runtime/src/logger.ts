/**
 * A log line is a fact: one constant message and fields, one JSON object on one line. Two nets keep secrets out of it:
 * fields whose name says that they hold one, and the values that the configuration marked as secret, wherever they
 * occur.
 */
import { pino, stdTimeFunctions } from 'pino';
import type { Logger as Pino, LoggerOptions as PinoOptions } from 'pino';
import { errorChain } from './error-chain.ts';
import { createLineSink } from './line-sink.ts';
import type { LineSink } from './line-sink.ts';
import type { ErrorLink } from './error-chain.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
/** Every line has these already, and a duplicate name makes JSON that readers disagree about. */
type Taken = 'level' | 'time' | 'name' | 'instance' | 'msg';
export type LogFields = Readonly<Record<string, unknown>> & { readonly [field in Taken]?: never };
type Write = (fields: LogFields, message: string) => void;

export interface Logger {
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
  /** A logger that adds `fields` to every line. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly name: string;
  readonly instance?: string;
  readonly level: LogLevel;
  /** Values that must never be printed, such as `secretsOf(spec, config)`. */
  readonly secrets?: readonly string[];
  /** Takes whole lines; the default is standard output. */
  readonly destination?: { write(line: string): void };
}

const SECRET_FIELDS = [
  'password',
  'pass',
  'token',
  'secret',
  'secrets',
  'authorization',
  'credentials',
  'creds',
  'seed',
  'nkey',
  'jwt',
];
const CENSOR = '[redacted]';

/** Masking a shorter value would blot out half of every line and protect nobody. */
const SECRET_CHARS_MIN = 4;

export function createLogger(options: LoggerOptions): Logger {
  const mask = maskOf(options.secrets ?? []);
  const settings: PinoOptions = {
    level: options.level,
    base: {
      name: options.name,
      ...(options.instance === undefined ? {} : { instance: options.instance }),
    },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: serializeError, error: serializeError },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: CENSOR,
    },
    hooks: { streamWrite: mask },
  };
  return wrap(pino(settings, options.destination ?? standardOutput(options)));
}

const STANDARD_OUTPUT = 1;

/** At the end of a process whose reader is gone, pino's own writer waits for ever. */
function standardOutput({ name, instance }: LoggerOptions): LineSink {
  const sink = createLineSink(STANDARD_OUTPUT, (lines) => {
    const time = new Date().toISOString();
    return `${JSON.stringify({ level: 'warn', time, name, instance, lines, msg: 'log lines dropped' })}\n`;
  });
  process.once('exit', () => sink.flush());
  return sink;
}

function wrap(inner: Pino): Logger {
  return {
    trace: (fields, message) => inner.trace(fields, message),
    debug: (fields, message) => inner.debug(fields, message),
    info: (fields, message) => inner.info(fields, message),
    warn: (fields, message) => inner.warn(fields, message),
    error: (fields, message) => inner.error(fields, message),
    fatal: (fields, message) => inner.fatal(fields, message),
    child: (fields) => wrap(inner.child(fields)),
  };
}

/**
 * The outermost error with its own message, and `causes` below it; only the outermost and the innermost keep their
 * stack.
 */
function serializeError(thrown: unknown): unknown {
  const [outer, ...causes] = errorChain(thrown);
  if (outer === undefined) return thrown;
  if (causes.length === 0) return outer;
  return {
    ...outer,
    causes: causes.map((link, index) => (index === causes.length - 1 ? link : withoutStack(link))),
  };
}

function withoutStack(link: ErrorLink): Omit<ErrorLink, 'stack'> {
  const { stack: _stack, ...rest } = link;
  return rest;
}

function maskOf(secrets: readonly string[]): (line: string) => string {
  const written = secrets
    .filter((secret) => secret.length >= SECRET_CHARS_MIN)
    .map((secret) => JSON.stringify(secret).slice(1, -1))
    .toSorted((a, b) => b.length - a.length);
  if (written.length === 0) return (line) => line;
  return (line) => written.reduce((masked, secret) => masked.replaceAll(secret, CENSOR), line);
}
