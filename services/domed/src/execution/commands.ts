// Commands that a skill prints on its standard output: `::name key=value,key=value::text`. They may speak (annotations,
// progress, masks), never set an output or an artifact: what a test prints is not ours to trust.
import { cutText } from '@dome/contracts';

import type { Annotation, AnnotationLevel, Progress } from './ports.ts';

export type Command =
  | { readonly kind: 'annotation'; readonly annotation: Annotation }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'mask'; readonly value: string }
  | { readonly kind: 'stop'; readonly token: string }
  | { readonly kind: 'resume' };

export interface CommandReader {
  /** The command that the line is, or undefined for a line to show. */
  read(line: string): Command | undefined;
}

const shape = /^::([a-z-]+)(?:\s+([^:]*(?::(?!:)[^:]*)*))?::(.*)$/s;
const levels = ['debug', 'notice', 'warning', 'error'] as const satisfies readonly AnnotationLevel[];

/** Between `::stop-commands::TOKEN` and `::TOKEN::` every line is shown as it is. */
export function createCommandReader(): CommandReader {
  let stopToken: string | undefined;
  return {
    read: (line) => {
      if (!line.startsWith('::')) return undefined;
      if (stopToken !== undefined) {
        if (line !== `::${stopToken}::`) return undefined;
        stopToken = undefined;
        return { kind: 'resume' };
      }
      const command = parseCommand(line);
      if (command?.kind === 'stop') stopToken = command.token;
      return command;
    },
  };
}

/** Undefined for what is no command: groups and unknown words stay in the log as they are. */
export function parseCommand(line: string): Command | undefined {
  const match = shape.exec(line);
  if (match === null) return undefined;
  const [, name = '', properties = '', rest = ''] = match;
  const text = unescape(rest);
  const level = levels.find((known) => known === name);
  if (level !== undefined)
    return { kind: 'annotation', annotation: annotationOf(level, parseProperties(properties), text) };
  switch (name) {
    case 'progress':
      return progressOf(parseProperties(properties), text);
    case 'add-mask':
      return { kind: 'mask', value: text };
    case 'stop-commands':
      return text === '' ? undefined : { kind: 'stop', token: text };
    default:
      return undefined;
  }
}

function annotationOf(level: AnnotationLevel, of: ReadonlyMap<string, string>, message: string): Annotation {
  const file = of.get('file');
  const title = of.get('title');
  const startLine = Number(of.get('line'));
  return {
    level,
    message,
    ...(file === undefined || file === '' ? {} : { file }),
    ...(Number.isSafeInteger(startLine) && startLine >= 1 ? { startLine } : {}),
    ...(title === undefined || title === '' ? {} : { title }),
  };
}

function progressOf(of: ReadonlyMap<string, string>, text: string): Command | undefined {
  const given = of.get('value')?.trim() ?? '';
  const value = Number(given);
  if (given === '' || !Number.isFinite(value)) return undefined;
  const clamped = Math.min(1, Math.max(0, value));
  return { kind: 'progress', progress: { value: clamped, ...(text === '' ? {} : { text }) } };
}

/** The characters that the schemas of the log and of a problem allow. */
export const charsMax = { message: 4_096, file: 1_024, title: 256, progress: 256, detail: 4_096 } as const;

/** Masked first, because a mask may be longer than its value, and then cut. */
export function fitAnnotation(annotation: Annotation, mask: (text: string) => string): Annotation {
  const { level, startLine, message, file, title } = annotation;
  const fit = (text: string, max: number): string => cutText(mask(text), max);
  return {
    level,
    message: fit(message, charsMax.message),
    ...(startLine === undefined ? {} : { startLine }),
    ...(file === undefined ? {} : { file: fit(file, charsMax.file) }),
    ...(title === undefined ? {} : { title: fit(title, charsMax.title) }),
  };
}

export function fitProgress({ value, text }: Progress, mask: (text: string) => string): Progress {
  return { value, ...(text === undefined ? {} : { text: cutText(mask(text), charsMax.progress) }) };
}

function parseProperties(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return at === -1 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), unescape(pair.slice(at + 1))];
  });
  return new Map(pairs);
}

const escapes: Readonly<Record<string, string>> = { '%25': '%', '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',' };

function unescape(text: string): string {
  return text.replaceAll(/%25|%0D|%0A|%3A|%2C/gi, (code) => escapes[code.toUpperCase()] ?? code);
}

/** How an annotation reads in the log: `error src/a.js:3: message`. */
export function annotationLines({ level, file, startLine, title, message }: Annotation): string[] {
  const place = file === undefined ? '' : ` ${file}${startLine === undefined ? '' : `:${startLine}`}`;
  const heading = title === undefined ? '' : `${title}: `;
  return `${level}${place}: ${heading}${message}`.split(/\r\n|[\n\r]/);
}
