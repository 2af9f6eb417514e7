/**
 * L12 for the environment: a service starts with a whole, checked configuration or not at all. Every `DOME_*` variable
 * is declared; an undeclared one is a typo that would otherwise be ignored silently, unless another program of Dome reads
 * it or Kubernetes has written it. All problems are reported at once, each with the variable's name and what it expects, and a secret's value is never
 * repeated.
 */
import { isAbsolute, resolve } from 'node:path';
import { DomeError, durationMs, durationText, nearestName } from '@dome/contracts';

import { readListenAddress } from './listen-address.ts';
import type { ListenAddress } from './listen-address.ts';
import { isOfAnotherProgram } from './plane-variables.ts';
import { isServiceLink } from './service-links.ts';

interface Common {
  /** The environment variable: `DOME_…`, or one of OpenTelemetry. */
  readonly variable: `DOME_${string}` | `OTEL_${string}`;
  readonly description: string;
  /** Never printed in errors, help or logs. */
  readonly secret?: boolean;
}
/** Without a default the variable is required; with `default: undefined` it is optional. */
interface Defaulted<T> extends Common {
  readonly default?: T | undefined;
}
interface Ranged extends Defaulted<number> {
  readonly min?: number;
  readonly max?: number;
}
interface UrlVariable extends Defaulted<string> {
  readonly kind: 'url';
  readonly protocols?: readonly string[];
  /** May hold several values, separated by commas: the servers of a cluster. */
  readonly list?: boolean;
}
export type Variable =
  | ({ readonly kind: 'string' } & Defaulted<string>)
  | ({ readonly kind: 'integer' } & Ranged)
  /** Written with a unit (`500ms 30s 5m 2h 1d`), read as milliseconds. */
  | ({ readonly kind: 'durationMs' } & Ranged)
  | ({ readonly kind: 'boolean' } & Defaulted<boolean>)
  | UrlVariable
  /** Made absolute against the working directory. */
  | ({ readonly kind: 'path' } & Defaulted<string>)
  /** A port to listen on, with or without an address of the machine. */
  | ({ readonly kind: 'listenAddress' } & Common & { readonly default?: undefined })
  | ({ readonly kind: 'enum'; readonly values: readonly string[] } & Defaulted<string>);

export type ConfigSpec = Readonly<Record<string, Variable>>;
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

type ValueOf<V extends Variable> = V extends { kind: 'integer' | 'durationMs' }
  ? number
  : V extends { kind: 'boolean' }
    ? boolean
    : V extends { kind: 'enum'; values: readonly (infer E)[] }
      ? E
      : V extends { kind: 'listenAddress' }
        ? ListenAddress
        : string;
type Optional<V extends Variable> = V extends { default: infer D } ? (undefined extends D ? undefined : never) : never;
export type Config<S extends ConfigSpec> = {
  readonly [K in keyof S]: ValueOf<S[K]> | Optional<S[K]>;
};

/** @throws DomeError CONFIG_INVALID; its field `problems` names every unknown, missing and unusable variable. */
export function readConfig<const S extends ConfigSpec>(spec: S, env: ProcessEnvironment): Config<S> {
  const problems = unknownVariables(spec, env);
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries(spec)) {
    const read = readVariable(variable, env[variable.variable]);
    if ('problem' in read) problems.push(read.problem);
    else values[key] = read.value;
  }
  if (problems.length > 0) throw new DomeError('CONFIG_INVALID', { detail: problems.join('; '), problems });
  // Every key of the spec has a value of its kind here: a missing or unusable one has thrown above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.freeze(values) as Config<S>;
}

/** One line per variable, for `--help`. */
export function describeConfig(spec: ConfigSpec): string {
  const rows = configRows(spec);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

/** Of each variable its name, what it expects, its default, and what it is for. */
export function configRows(spec: ConfigSpec): (readonly [string, string, string, string])[] {
  return Object.values(spec).map((variable) => [
    variable.variable,
    expectation(variable),
    defaultText(variable),
    variable.description,
  ]);
}

/** The values that a logger must mask. */
export function secretsOf<S extends ConfigSpec>(spec: S, config: Config<S>): string[] {
  return Object.entries(spec).flatMap(([key, variable]) => {
    const value: unknown = config[key];
    return variable.secret === true && typeof value === 'string' ? [value] : [];
  });
}

function unknownVariables(spec: ConfigSpec, env: ProcessEnvironment): string[] {
  const known = Object.values(spec).map((variable) => variable.variable);
  const files = Object.values(spec).flatMap(({ variable, secret }) => (secret === true ? [`${variable}_FILE`] : []));
  return Object.keys(env)
    .filter((name) => name.startsWith('DOME_') && !known.some((declared) => declared === name))
    .filter((name) => !isOfAnotherProgram(name) && !isServiceLink(name, env[name] ?? ''))
    .toSorted()
    .map((name) => {
      const nearest = nearestName(name, [...known, ...files]);
      return `${name} is not a variable of this service${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
    });
}

type Read = { readonly value: unknown } | { readonly problem: string };

/** An empty variable counts as unset: that is what `VAR=` in an env file means to people. */
function readVariable(variable: Variable, raw: string | undefined): Read {
  if (raw === undefined || raw === '') {
    if (!('default' in variable))
      return {
        problem: `${variable.variable} is required: ${expectation(variable)} (${variable.description})`,
      };
    return {
      value: variable.kind === 'path' && variable.default !== undefined ? resolve(variable.default) : variable.default,
    };
  }
  const value = parse(variable, raw);
  if (value !== undefined) return { value };
  const shown = variable.secret === true ? 'its value' : JSON.stringify(raw);
  return { problem: `${variable.variable}: ${shown} is not ${expectation(variable)}` };
}

function parse(variable: Variable, raw: string): unknown {
  switch (variable.kind) {
    case 'string':
      return raw;
    case 'integer':
      return inRange(variable, /^-?\d{1,15}$/.test(raw) ? Number(raw) : undefined);
    case 'durationMs':
      return inRange(variable, durationMs(raw));
    case 'boolean':
      return raw === 'true' ? true : raw === 'false' ? false : undefined;
    case 'url':
      return isUrl(variable, raw) ? raw : undefined;
    case 'path':
      return raw.includes('\0') ? undefined : isAbsolute(raw) ? raw : resolve(raw);
    case 'listenAddress':
      return readListenAddress(raw);
    case 'enum':
    default:
      return variable.values.includes(raw) ? raw : undefined;
  }
}

function inRange({ min = 0, max = Number.MAX_SAFE_INTEGER }: Ranged, value: number | undefined): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined;
}

function isUrl({ protocols, list = false }: UrlVariable, raw: string): boolean {
  return (list ? raw.split(',') : [raw]).every((part) => {
    const protocol = URL.parse(part.trim())?.protocol;
    return protocol !== undefined && (protocols === undefined || protocols.includes(protocol.slice(0, -1)));
  });
}

function expectation(variable: Variable): string {
  switch (variable.kind) {
    case 'string':
      return 'a text';
    case 'integer':
      return `an integer${rangeText(variable, (value) => String(value))}`;
    case 'durationMs':
      return `a duration such as 500ms, 30s, 5m, 2h${rangeText(variable, durationText)}`;
    case 'boolean':
      return 'true or false';
    case 'url':
      return urlText(variable);
    case 'path':
      return 'a path';
    case 'listenAddress':
      return 'a port to listen on, as :8080 or 127.0.0.1:8080';
    case 'enum':
    default:
      return `one of ${variable.values.join(', ')}`;
  }
}

function urlText({ protocols, list = false }: UrlVariable): string {
  const url = protocols === undefined ? 'URL' : `URL (${protocols.map((protocol) => `${protocol}://`).join(', ')})`;
  return list ? `a ${url}, or several separated by commas` : `a ${url}`;
}

function rangeText({ min, max }: Ranged, text: (value: number) => string): string {
  if (max !== undefined) return ` from ${text(min ?? 0)} to ${text(max)}`;
  return min === undefined ? '' : ` of at least ${text(min)}`;
}

function defaultText(variable: Variable): string {
  if (!('default' in variable)) return 'required';
  if (variable.default === undefined) return 'optional';
  if (variable.secret === true) return 'default [redacted]';
  return `default ${variable.kind === 'durationMs' && typeof variable.default === 'number' ? durationText(variable.default) : String(variable.default)}`;
}
