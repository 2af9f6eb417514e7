// What a configuration file may say. There are two: `dome.yaml` of a project, and the one of the person. A project's file
// comes with a repository, so it holds only what cannot lead a person's credentials anywhere: it names contexts, and only
// the person's own file says where a context leads.
import { FORMATS } from '../format.ts';
import type { Format } from '../format.ts';
import type { ColorMode } from '../terminal/style.ts';

export type SettingsOwner = 'project' | 'person';

export interface CliSettings {
  readonly context?: string;
  readonly server?: string;
  readonly user?: string;
  readonly creds?: string;
  readonly timeout?: string;
  readonly output?: Format;
  readonly color?: ColorMode;
  readonly quiet?: boolean;
  readonly run?: RunSettings;
  readonly contexts?: Readonly<Record<string, OwnContext>>;
}

/** What `dome run` does where nothing else is said. */
export interface RunSettings {
  /** The name of a plan, or its path from the folder of the file. */
  readonly plan?: string;
  readonly policy?: string;
  readonly workspace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A context that a person has named: exactly one of `server`, `nats` and `stack` says where it leads. */
export interface OwnContext {
  readonly server?: string;
  /** A context of the nats command line. */
  readonly nats?: string;
  /** The folder in which `dome dev` was started. */
  readonly stack?: string;
  readonly user?: string;
  /** Path of a credentials file, for `server`. */
  readonly creds?: string;
}

export interface Setting {
  readonly key: string;
  /** The files that may hold it. */
  readonly scopes: readonly SettingsOwner[];
  readonly says: string;
  readonly flag?: string;
  /** Environment variables, the first that is set counts. */
  readonly variables?: readonly string[];
  readonly fallback?: string | boolean;
  readonly schema: Schema;
  /** What a project may say of it, where that is less. */
  readonly projectSchema?: Schema;
}

type Schema = Readonly<Record<string, unknown>>;

const TEXT = { type: 'string', minLength: 1, maxLength: 1_024 };
const NAME = { type: 'string', maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' };
const DURATION = { type: 'string', maxLength: 16, pattern: '^[0-9]+(ms|s|m|h)$' };
const LABELS = { type: 'object', maxProperties: 32, additionalProperties: { type: 'string', maxLength: 256 } };

const EVERYWHERE: readonly SettingsOwner[] = ['project', 'person'];
const PERSON: readonly SettingsOwner[] = ['person'];
const PROJECT: readonly SettingsOwner[] = ['project'];

export const SETTINGS: readonly Setting[] = [
  {
    key: 'context',
    scopes: EVERYWHERE,
    says: 'the context that commands speak to, by its name',
    flag: '--context',
    variables: ['DOME_CONTEXT', 'NATS_CONTEXT'],
    schema: TEXT,
    projectSchema: NAME,
  },
  {
    key: 'server',
    scopes: PERSON,
    says: 'address of the broker',
    flag: '--server',
    variables: ['NATS_URL'],
    schema: TEXT,
  },
  {
    key: 'user',
    scopes: PERSON,
    says: 'broker user, for server',
    flag: '--user',
    variables: ['NATS_USER'],
    schema: TEXT,
  },
  {
    key: 'creds',
    scopes: PERSON,
    says: 'credentials file, for server',
    flag: '--creds',
    variables: ['NATS_CREDS'],
    schema: TEXT,
  },
  {
    key: 'timeout',
    scopes: EVERYWHERE,
    says: 'time limit of a request',
    flag: '--timeout',
    fallback: '5s',
    schema: DURATION,
  },
  {
    key: 'output',
    scopes: PERSON,
    says: 'format of the result',
    flag: '--output',
    fallback: 'table',
    schema: { enum: FORMATS },
  },
  {
    key: 'color',
    scopes: PERSON,
    says: 'colours',
    flag: '--color',
    fallback: 'auto',
    schema: { enum: ['auto', 'always', 'never'] },
  },
  {
    key: 'quiet',
    scopes: PERSON,
    says: 'print only the result',
    flag: '--quiet',
    fallback: false,
    schema: { type: 'boolean' },
  },
  { key: 'run.plan', scopes: PROJECT, says: 'the plan of `dome run`: a name, or a path from this file', schema: TEXT },
  { key: 'run.policy', scopes: PROJECT, says: 'the policy that this plan brings along', schema: TEXT },
  { key: 'run.workspace', scopes: PROJECT, says: 'the folder that `dome run` packs', schema: TEXT },
  { key: 'run.labels', scopes: EVERYWHERE, says: 'labels of every run that is submitted', schema: LABELS },
];

/** Where a context leads, and as whom. */
export const CONTEXT_MEMBERS = ['server', 'nats', 'stack', 'user', 'creds'] as const;

const CONTEXTS = {
  type: 'object',
  maxProperties: 256,
  propertyNames: NAME,
  additionalProperties: {
    type: 'object',
    properties: Object.fromEntries(CONTEXT_MEMBERS.map((member) => [member, TEXT])),
    additionalProperties: false,
  },
};

/** The JSON schema of the file: unknown members are errors. */
export function settingsSchema(scope: SettingsOwner): Record<string, unknown> {
  const allowed = SETTINGS.filter(({ scopes }) => scopes.includes(scope));
  const membersOf = (prefix: string) =>
    allowed.flatMap(({ key, schema, projectSchema }) => {
      const name = key.startsWith(prefix) ? key.slice(prefix.length) : '';
      return name === '' || name.includes('.')
        ? []
        : [[name, (scope === 'project' ? projectSchema : undefined) ?? schema] as const];
    });
  const run = { type: 'object', properties: Object.fromEntries(membersOf('run.')), additionalProperties: false };
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(membersOf('')),
      run,
      ...(scope === 'person' ? { contexts: CONTEXTS } : {}),
    },
    additionalProperties: false,
  };
}

/** Every member of either file, at whatever depth: what a misspelt one may have meant. */
export const MEMBERS: readonly string[] = [
  ...new Set([...SETTINGS.flatMap(({ key }) => key.split('.')), 'contexts', ...CONTEXT_MEMBERS]),
];
