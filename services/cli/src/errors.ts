// An error as a person reads it: what happened, what to do, and where it is explained. For a program it is one line of
// JSON.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DomeError, docsOf, ERRORS, toDomeError } from '@dome/contracts';
import type { ErrorCode, FaultBody } from '@dome/contracts';

import type { Format } from './format.ts';
import { INSTALLATION } from './installation.ts';
import { faultLines } from './faults/fault-text.ts';
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

function errorText(error: DomeError, err: Sink, asked: AskedBroker | undefined): string {
  const { paint } = err;
  const { faults } = error.fields;
  const place = asked === undefined ? [] : [`${paint('cyan', 'asked:')} ${harmless(askedText(asked))}`];
  const docs = paint('dim', `docs:  ${docsLine(error.code)}`);
  const hint = `${paint('cyan', 'hint: ')} ${harmless(hintAsTyped(error.hint))}`;
  const said =
    faults === undefined || faults.length === 0
      ? [...messageOf(error, paint), ...place, hint]
      : [...faultsOf(error, faults, err), ...place];
  return `${[...said, docs].join('\n')}\n`;
}

/** Where there are several reasons, each has a line. */
function messageOf(error: DomeError, paint: Sink['paint']): string[] {
  const { reasons } = error.fields;
  if (reasons === undefined) return [headOf(error, error.message, paint)];
  return [
    headOf(error, ERRORS[error.code].title, paint),
    ...reasons.map((one) => `  ${one.code}  ${harmless(one.detail)}`),
  ];
}

const headOf = ({ code }: DomeError, said: string, paint: Sink['paint']): string =>
  `${paint('red', 'error:')} ${harmless(said)}  ${paint('dim', `[${code}]`)}`;

/** Of these the faults are all; of any other error they are where it shows in a document. */
const ABOUT_DOCUMENTS: readonly ErrorCode[] = [
  ...(['PLAN_INVALID', 'LAW_INVALID', 'MANIFEST_INVALID', 'INPUT_INVALID', 'INVALID_REQUEST'] as const),
];

/** Each fault with its place, the line and what to do about it; the error itself only says how many there are. */
function faultsOf(error: DomeError, faults: readonly FaultBody[], err: Sink): string[] {
  const { moreFaults = 0, texts } = error.fields;
  const count = faults.length + moreFaults;
  // Of a request in general the catalogue would speak of messages; what has faults here is a file.
  const title = error.code === 'INVALID_REQUEST' ? 'A file cannot be read.' : ERRORS[error.code].title;
  const counted = `${title.replace(/\.$/, '')}: ${count === 1 ? 'one fault' : `${count} faults`}.`;
  const head = headOf(error, ABOUT_DOCUMENTS.includes(error.code) ? counted : title, err.paint);
  const shown = faults.flatMap((fault) => {
    const { document: file, line, column, message, hint } = fault;
    const at = line === undefined || column === undefined ? undefined : { line, column };
    const text = texts instanceof Map ? textIn(texts, file) : undefined;
    return [...faultLines({ file, at, message, hint, text }, err), ''];
  });
  return [head, '', ...shown, ...(moreFaults === 0 ? [] : [`… and ${moreFaults} more`, ''])];
}

function textIn(texts: ReadonlyMap<unknown, unknown>, file: string): string | undefined {
  const text = texts.get(file);
  return typeof text === 'string' ? text : undefined;
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
  const { faults: listed, moreFaults } = fields;
  const faults = listed === undefined ? {} : { faults: listed, ...(moreFaults === undefined ? {} : { moreFaults }) };
  const { servers: server, user, origin } = target ?? {};
  const asked = target === undefined ? {} : { asked: { server, user, origin } };
  const docs = docsHere(code);
  return JSON.stringify({
    error: { code, message, ...pointer, ...reasons, ...faults, hint, docs, retryable, ...asked },
  });
}
