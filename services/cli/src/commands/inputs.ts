// `-i key=value`, `-i key=@file`, `-i @file`, `-l key=value`: what was typed, as values. A value that reads as JSON is JSON
// (7, true, ["a"]), anything else is a string.

import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { parse } from 'yaml';

import { usageError } from '../errors.ts';

type Values = Record<string, unknown>;

export async function readInputs(given: readonly string[], cwd: string): Promise<Values> {
  const values: Values = {};
  for (const item of given) {
    if (item.startsWith('@')) Object.assign(values, objectIn(await readText(item.slice(1), cwd), item));
    else {
      const [key, value] = pairOf(item, '-i');
      values[key] = value.startsWith('@') ? documentIn(await readText(value.slice(1), cwd), value) : valueOf(value);
    }
  }
  return values;
}

export function readLabels(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(given.map((item) => pairOf(item, '--label')));
}

/** The text of a file, or of standard input for `-`. */
export async function readDocument(
  path: string,
  from: { readonly cwd: string; readInput(): Promise<string> },
): Promise<string> {
  return path === '-' ? await from.readInput() : await readText(path, from.cwd);
}

export async function readText(path: string, cwd: string): Promise<string> {
  try {
    return await readFile(isAbsolute(path) ? path : join(cwd, path), 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw usageError(`${path} cannot be read (${why})`, 'Check the path; it counts from where you are.');
  }
}

function pairOf(item: string, flag: string): [string, string] {
  const at = item.indexOf('=');
  if (at > 0) return [item.slice(0, at), item.slice(at + 1)];
  const hint = flag === '-i' ? 'An input is key=value, key=@file, or @file.json for all of them.' : undefined;
  throw usageError(`${flag} takes key=value, not ${JSON.stringify(item)}`, hint);
}

function valueOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

/** YAML or JSON where it is a structure; any other text is the string itself. */
function documentIn(text: string, name: string): unknown {
  if (!/\.(json|ya?ml)$/.test(name)) return text;
  return parsed(text, name);
}

function objectIn(text: string, name: string): Values {
  const value = parsed(text, name);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value));
  throw usageError(`${name} does not hold an object`);
}

function parsed(text: string, name: string): unknown {
  try {
    const value: unknown = parse(text, { maxAliasCount: 64 });
    return value;
  } catch (cause) {
    throw usageError(`${name} is neither JSON nor YAML: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
