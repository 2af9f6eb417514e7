// Commands that a skill prints on its standard output: `::name key=value,key=value::text`. They may log (annotations,
// progress, masks) but never set an output or an artifact, because the output of a test is not trusted. So a line is
// scanned once from beginning to end, never by a backtracking pattern: its cost grows with its length, whatever it
// contains.
import { cutText, LIMITS, PROCESS_PROTOCOL } from '@dome/contracts';

import type { Annotation, AnnotationLevel, Progress } from '../logs/sinks.ts';

export type PrintedCommand =
  | { readonly kind: 'annotation'; readonly annotation: Annotation }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'mask'; readonly value: string }
  | { readonly kind: 'stop'; readonly token: string }
  | { readonly kind: 'resume' };

export interface CommandReader {
  /** Parses the line as a command, or gives undefined for a line to show. */
  read(line: string): PrintedCommand | undefined;
}

const COMMANDS = PROCESS_PROTOCOL.commands;
const MARK = '::';

/** Between `::stop-commands::TOKEN` and `::TOKEN::` every line is shown unchanged. */
export function createCommandReader(): CommandReader {
  let resumeLine: string | undefined;
  return {
    read: (line) => {
      if (!line.startsWith(MARK)) return undefined;
      if (resumeLine !== undefined) {
        if (line !== resumeLine) return undefined;
        resumeLine = undefined;
        return { kind: 'resume' };
      }
      const command = parseCommand(line);
      if (command?.kind === 'stop') resumeLine = `${MARK}${command.token}${MARK}`;
      return command;
    },
  };
}

/** Undefined if it is not a command: groups and unknown names stay in the log unchanged. */
export function parseCommand(line: string): PrintedCommand | undefined {
  const parts = partsOf(line);
  if (parts === undefined) return undefined;
  const { name, properties } = parts;
  const text = unescape(parts.text);
  switch (name) {
    case 'progress':
      return progressOf(properties, text);
    case 'add-mask':
      return { kind: 'mask', value: text };
    case 'stop-commands':
      return text === '' ? undefined : { kind: 'stop', token: text };
    default:
      return { kind: 'annotation', annotation: annotationOf(name, properties, text) };
  }
}

interface Parts {
  readonly name: (typeof COMMANDS)[number];
  readonly properties: string;
  readonly text: string;
}

/** `::name::text`, or a blank after the name and properties up to the first `::`. */
function partsOf(line: string): Parts | undefined {
  if (!line.startsWith(MARK)) return undefined;
  const name = COMMANDS.find((known) => line.startsWith(known, MARK.length));
  if (name === undefined) return undefined;
  const from = MARK.length + name.length;
  if (line.startsWith(MARK, from)) return { name, properties: '', text: line.slice(from + MARK.length) };
  const end = isBlank(line.charCodeAt(from)) ? line.indexOf(MARK, from) : -1;
  return end === -1 ? undefined : { name, properties: line.slice(from, end), text: line.slice(end + MARK.length) };
}

function annotationOf(level: AnnotationLevel, properties: string, message: string): Annotation {
  const file = propertyOf(properties, 'file');
  const title = propertyOf(properties, 'title');
  const startLine = Number(propertyOf(properties, 'line'));
  return {
    level,
    message,
    ...(file === undefined || file === '' ? {} : { file }),
    ...(Number.isSafeInteger(startLine) && startLine >= 1 ? { startLine } : {}),
    ...(title === undefined || title === '' ? {} : { title }),
  };
}

function progressOf(properties: string, text: string): PrintedCommand | undefined {
  const given = propertyOf(properties, 'value')?.trim() ?? '';
  const value = Number(given);
  if (given === '' || !Number.isFinite(value)) return undefined;
  const clamped = Math.min(1, Math.max(0, value));
  return { kind: 'progress', progress: { value: clamped, ...(text === '' ? {} : { text }) } };
}

/** Masked first, because a mask may be longer than its value, and then cut. */
export function fitAnnotation(annotation: Annotation, mask: (text: string) => string): Annotation {
  const { level, startLine, message, file, title } = annotation;
  const fit = (text: string, max: number): string => cutText(mask(text), max);
  return {
    level,
    message: fit(message, LIMITS.annotationChars),
    ...(startLine === undefined || mask(String(startLine)) !== String(startLine) ? {} : { startLine }),
    ...(file === undefined ? {} : { file: fit(file, LIMITS.annotationFileChars) }),
    ...(title === undefined ? {} : { title: fit(title, LIMITS.annotationTitleChars) }),
  };
}

/** Its value has so few digits that it tells nothing else. */
export function fitProgress({ value, text }: Progress, mask: (text: string) => string): Progress {
  return {
    value: Math.round(value * PROGRESS_STEPS) / PROGRESS_STEPS,
    ...(text === undefined ? {} : { text: cutText(mask(text), LIMITS.progressChars) }),
  };
}

const PROGRESS_STEPS = 1_000;

/**
 * The last value of the name in `name=value,name=value`; blanks around a name are ignored. It searches for this one
 * name, because a line has space for 65,000 properties that nobody asked for.
 */
function propertyOf(text: string, name: string): string | undefined {
  for (let at = text.lastIndexOf(name); at !== -1; at = at === 0 ? -1 : text.lastIndexOf(name, at - 1)) {
    const start = blanksBefore(text, at);
    if (start > 0 && text.charCodeAt(start - 1) !== comma) continue;
    const end = blanksAfter(text, at + name.length);
    if (end === text.length || text.charCodeAt(end) === comma) return '';
    if (text.charCodeAt(end) === equals) return unescape(text.slice(end + 1, endOfPair(text, end)));
  }
  return undefined;
}

const [percent, comma, equals] = [37, 44, 61];

function blanksBefore(text: string, at: number): number {
  let start = at;
  while (start > 0 && isBlank(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

function blanksAfter(text: string, at: number): number {
  let end = at;
  while (end < text.length && isBlank(text.charCodeAt(end))) end += 1;
  return end;
}

function endOfPair(text: string, at: number): number {
  const end = text.indexOf(',', at);
  return end === -1 ? text.length : end;
}

/** The characters that `trim` removes. */
function isBlank(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13);
  return code >= 160 && String.fromCharCode(code).trim() === '';
}

const escapeOf = (first: number, second: number): number => first * 65_536 + second;
const escapes: ReadonlyMap<number, string> = new Map(
  Object.entries({ '25': '%', '0D': '\r', '0A': '\n', '3A': ':', '2C': ',' }).flatMap(([code, meant]) =>
    [code, code.toLowerCase()].map((either) => [escapeOf(either.charCodeAt(0), either.charCodeAt(1)), meant] as const),
  ),
);

function unescape(text: string): string {
  let whole = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) !== percent) continue;
    const meant = escapes.get(escapeOf(text.charCodeAt(at + 1), text.charCodeAt(at + 2)));
    if (meant === undefined) continue;
    whole += text.slice(from, at) + meant;
    at += 2;
    from = at + 1;
  }
  return from === 0 ? text : whole + text.slice(from);
}

/** How an annotation looks in the log: `error src/a.js:3: message`. */
export function annotationLines({ level, file, startLine, title, message }: Annotation): string[] {
  const place = file === undefined ? '' : ` ${file}${startLine === undefined ? '' : `:${startLine}`}`;
  const heading = title === undefined ? '' : `${title}: `;
  return `${level}${place}: ${heading}${message}`.split(/\r\n|[\n\r]/);
}
