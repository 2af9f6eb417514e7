// The secrets of a skill: whether this daemon has them, and what one job is given. They are read for each job, so that
// a new version is used by the next one.
import { createHmac } from 'node:crypto';

import { DomeError, LIMITS } from '@dome/contracts';
import type { Descriptor, Digest, SecretRecord } from '@dome/contracts';

import { createSecretFinder } from '../console/secret-finder.ts';
import type { SecretFinder } from '../console/secret-finder.ts';
import { MachineFault } from '../machine-fault.ts';
import { noSecrets } from './provider.ts';
import type { SecretProvider, SecretRead } from './provider.ts';

export interface GivenSecret {
  readonly name: string;
  readonly as: 'env' | 'file';
  readonly value: string;
}

export interface JobSecrets {
  readonly given: readonly GivenSecret[];
  readonly records: readonly SecretRecord[];
  readonly finder: SecretFinder;
}

type Declaring = Pick<Descriptor, 'name' | 'secrets'>;

export interface SkillSecrets {
  /** What is missing, in words; undefined if the skill can be served. */
  lackOf(skill: Declaring): Promise<string | undefined>;
  /**
   * Undefined for a skill that declares none.
   * @throws MachineFault when one is missing: the job is for another daemon
   * @throws DomeError CAPABILITY_MISSING when one for rehearsals is missing: no daemon promises to have it
   */
  take(skill: Declaring, of?: { readonly isRehearsal: boolean }): Promise<JobSecrets | undefined>;
}

export interface SkillSecretsOptions {
  readonly provider: SecretProvider;
  /** Those that a skill is given which is only tried. Undefined: none. */
  readonly rehearsals?: SecretProvider;
  /** Known to nobody else: with it a value could be guessed from its digest. */
  readonly salt: string;
}

export function createSkillSecrets({ provider, salt, rehearsals = noSecrets }: SkillSecretsOptions): SkillSecrets {
  /** By keeper and names of secrets, so that versions of a skill that declare others stand side by side. */
  const finders = new Map<string, { readonly version: string; readonly finder: SecretFinder }>();

  const finderFor = (kind: 'real' | 'rehearsal', { records, given }: Omit<JobSecrets, 'finder'>): SecretFinder => {
    const key = [kind, ...records.map(({ name }) => name)].join(' ');
    const version = records.map((record) => record.saltedDigest).join();
    const known = finders.get(key);
    if (known?.version === version) return known.finder;
    const finder = createSecretFinder(given.map(({ value }) => value));
    finders.set(key, { version, finder });
    return finder;
  };
  const read = async (
    secrets: NonNullable<Descriptor['secrets']>,
    keeper = provider,
  ): Promise<GivenSecret[] | { readonly lack: string }> => {
    const found = await keeper.read(secrets.map(({ name }) => name));
    const lacks = secrets.flatMap(({ name }, index) => {
      const fault = faultIn(found[index]);
      return fault === undefined ? [] : [`the secret ${name}: ${fault}`];
    });
    if (lacks.length > 0) return { lack: lacks.join('; ') };
    const given = secrets.map(({ name, as }, index) => ({ name, as, value: textIn(found[index]) }));
    const bytes = given.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
    return bytes <= LIMITS.secretsBytes
      ? given
      : { lack: `its secrets have more than ${LIMITS.secretsBytes} bytes together` };
  };

  return {
    lackOf: async ({ secrets = [] }) => {
      const found = secrets.length === 0 ? [] : await read(secrets);
      return 'lack' in found ? found.lack : undefined;
    },
    take: async ({ name, secrets = [] }, { isRehearsal } = { isRehearsal: false }) => {
      if (secrets.length === 0) return undefined;
      const given = await read(secrets, isRehearsal ? rehearsals : provider);
      if ('lack' in given && isRehearsal) throw lacksForRehearsal(name, given.lack);
      if ('lack' in given) throw new MachineFault(`this daemon cannot give ${name} its secrets: ${given.lack}`);
      const records = given.map((secret) => ({ name: secret.name, saltedDigest: saltedDigest(salt, secret) }));
      return { given, records, finder: finderFor(isRehearsal ? 'rehearsal' : 'real', { records, given }) };
    },
  };
}

/** Those of real environments are for promotions. */
function lacksForRehearsal(skill: string, lack: string): DomeError {
  return new DomeError('CAPABILITY_MISSING', {
    detail: `A rehearsal of ${skill} is given no secret of a promotion, and has none of its own: ${lack}.`,
    hint: 'Whoever runs the daemon keeps those for rehearsals in the folder `rehearsal` of its secrets.',
  });
}

const faultIn = (read: SecretRead | undefined): string | undefined =>
  read === undefined || 'fault' in read ? (read?.fault ?? 'nothing is known of it') : undefined;

const textIn = (read: SecretRead | undefined): string => (read !== undefined && 'value' in read ? read.value : '');

function saltedDigest(salt: string, { value }: GivenSecret): Digest {
  return `sha256:${createHmac('sha256', salt).update(value).digest('hex')}`;
}

/** As variables of the environment. A line end that an editor added is no part of it. */
export function givenVariables(given: readonly GivenSecret[]): Readonly<Record<string, string>> {
  const variables = given.filter(({ as }) => as === 'env');
  return Object.fromEntries(variables.map(({ name, value }) => [name, value.replace(/\r?\n$/, '')]));
}

/** As files, unchanged. */
export function givenFiles(given: readonly GivenSecret[]): readonly GivenSecret[] {
  return given.filter(({ as }) => as === 'file');
}
