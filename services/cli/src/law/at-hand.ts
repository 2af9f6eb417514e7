// The law as the folder of a project has it. Which versions decide, only the law in force says.
import { join } from 'node:path';

import { DomeError, highestVersion, parseSkillUse, roleHolders } from '@dome/contracts';
import type { RoleHolders } from '@dome/contracts';
import { readLaw, refusedTogether } from '@dome/planning';
import type { NewLaw } from '@dome/planning';

import { withFiles } from '../faults/written-files.ts';
import { readLawFolder } from './folder.ts';
import type { LawFile } from './folder.ts';

export interface LawAtHand {
  readonly policy?: PolicyAtHand;
  /** How many people have each role; undefined where no document says. */
  readonly holders?: RoleHolders;
}

export interface PolicyAtHand {
  /** `release@1.0.0` */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

interface ReadFile {
  readonly file: LawFile;
  readonly document: NewLaw;
}

/**
 * A document with faults of its own is for `dome law apply` to tell, unless it may be the policy that is looked for.
 * @param use of the policy that a plan names
 * @param shown a path as it is shown to whoever asked
 * @throws DomeError LAW_INVALID where none of the readable policies is meant, and documents cannot be read
 */
export async function lawIn(dir: string, use: string | undefined, shown: (path: string) => string): Promise<LawAtHand> {
  const files = await readLawFolder(dir, '/').catch((error: unknown) => {
    if (error instanceof DomeError) return [];
    throw error;
  });
  const readings = files.map((file) => ({ file, document: documentIn(file) }));
  const read = readings.flatMap(({ file, document }) => (document instanceof DomeError ? [] : [{ file, document }]));
  const policy = use === undefined ? undefined : policyIn(read, dir, use);
  const refusals = readings.flatMap(({ document }) => (document instanceof DomeError ? [document] : []));
  if (use !== undefined && policy === undefined && refusals.length > 0)
    throw withFiles(
      refusedTogether(refusals),
      files.map(({ name, text }) => ({ called: name, path: shown(join(dir, name)), text })),
    );
  const access = read.flatMap(({ document }) => (document.document.kind === 'Access' ? [document.document] : []));
  const [only, ...others] = access;
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(only === undefined || others.length > 0 ? {} : { holders: roleHolders(only) }),
  };
}

function policyIn(read: readonly ReadFile[], dir: string, use: string): PolicyAtHand | undefined {
  const { name, range } = parseSkillUse(use);
  const own = read.filter(({ document }) => document.kind === 'policy' && document.name === name);
  const highest = highestVersion(
    own.map(({ document }) => document.version),
    range,
  );
  const found = own.find(({ document }) => document.version === highest);
  if (found === undefined) return undefined;
  const { file, document } = found;
  return { name: `${name}@${document.version}`, path: join(dir, file.name), text: file.text };
}

function documentIn({ name, text }: LawFile): NewLaw | DomeError {
  try {
    return readLaw({ source: name, text });
  } catch (error) {
    if (error instanceof DomeError) return error;
    throw error;
  }
}
