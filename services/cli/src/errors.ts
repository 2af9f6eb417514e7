// An error as a person reads it: what happened, what to do, and where it is explained. For a program it is one line of
// JSON.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DomeError, docsOf, ERRORS, toDomeError } from '@dome/contracts';
import type { ErrorCode } from '@dome/contracts';

import type { Format } from './format.ts';
import { INSTALLATION } from './installation.ts';
import { askedText } from './asked.ts';
import type { AskedBroker } from './asked.ts';
import type { Sink } from './terminal/io.ts';
import { harmless } from './terminal/style.ts';
import { hintAsTyped } from './typed-command.ts';

/** Something is wrong with the way the command was typed. */
export function usageError(detail: string, hint?: string): DomeError {
  return new DomeError('INVALID_REQUEST', { detail, hint: hint ?? 'Run the command with --help.' });
}

export interface ErrorLook {
  readonly format: Format;
  /** Whom the command spoke to, if it came so far. */
  readonly asked?: AskedBroker | undefined;
}

export function showError(thrown: unknown, err: Sink, { format, asked }: ErrorLook): DomeError {
  const error = toDomeError(thrown);
  const place = PLACE_MATTERS.includes(error.code) ? asked : undefined;
  void err.write(format === 'table' ? errorText(error, err, place) : `${errorJson(error, place)}\n`);
  return error;
}

/** What is missing here may be somewhere else, and who may not do it here may be somebody else. */
const PLACE_MATTERS: readonly ErrorCode[] = [
  ...(['NOT_FOUND', 'CAPABILITY_MISSING', 'WORKSPACE_MISSING', 'DESCRIPTOR_DRIFT', 'TOPOLOGY_MISSING'] as const),
  ...(['UNAVAILABLE', 'TIMEOUT', 'FORBIDDEN', 'UNAUTHENTICATED'] as const),
];

function errorText(error: DomeError, { paint }: Sink, asked: AskedBroker | undefined): string {
  const lines = [
    ...messageOf(error, paint),
    ...excerptOf(error),
    ...(asked === undefined ? [] : [`${paint('cyan', 'asked:')} ${harmless(askedText(asked))}`]),
    `${paint('cyan', 'hint: ')} ${harmless(hintAsTyped(error.hint))}`,
    paint('dim', `docs:  ${docsLine(error.code)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Where there are several reasons, each has a line. */
function messageOf(error: DomeError, paint: Sink['paint']): string[] {
  const { reasons } = error.fields;
  const code = paint('dim', `[${error.code}]`);
  if (reasons === undefined) return [`${paint('red', 'error:')} ${harmless(error.message)}  ${code}`];
  const lines = reasons.map((one) => `  ${one.code}  ${harmless(one.detail)}`);
  return [`${paint('red', 'error:')} ${ERRORS[error.code].title}  ${code}`, ...lines];
}

function excerptOf({ fields }: DomeError): string[] {
  const { excerpt } = fields;
  return Array.isArray(excerpt) ? excerpt.map((line) => harmless(String(line))) : [];
}

/** The page that came along, or that of the clone, from wherever it is read. */
function docsHere(code: ErrorCode): string {
  return join(INSTALLATION.home, docsOf(code));
}

/** As terminals and editors open it: the file, and the line of the code. */
function docsLine(code: ErrorCode): string {
  const page = docsHere(code).replace(/#.*$/, '');
  try {
    const line = readFileSync(page, 'utf8').split('\n').indexOf(`## ${code}`);
    return line < 0 ? page : `${page}:${line + 1}`;
  } catch {
    return page;
  }
}

/** `{"error":{…}}`, on one line; `asked` says whom the command spoke to. */
export function errorJson(error: DomeError, target?: AskedBroker): string {
  const { code, message, fields } = error;
  const hint = hintAsTyped(error.hint);
  const retryable = ERRORS[code].disposition === 'retry';
  const pointer = fields.pointer === undefined ? {} : { pointer: fields.pointer };
  const reasons = fields.reasons === undefined ? {} : { reasons: fields.reasons };
  const { servers: server, user, origin } = target ?? {};
  const asked = target === undefined ? {} : { asked: { server, user, origin } };
  const docs = docsHere(code);
  return JSON.stringify({ error: { code, message, ...pointer, ...reasons, hint, docs, retryable, ...asked } });
}
