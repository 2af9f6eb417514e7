// The law as the folder of a project has it. Which versions decide, only the law in force says.
import { join } from 'node:path';

import { DomeError, highestVersion, isJsonObject, parseSkillUse, roleHolders } from '@dome/contracts';
import type { RoleHolders } from '@dome/contracts';
import { DOCUMENT_BOUNDS, readDocument } from '@dome/documents';
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

/**
 * A document with faults of its own is for `dome law apply` to tell, unless it may be the policy that is looked for: the faults
 * of one that can be read are told with those of the plan.
 * @param use of the policy that a plan names
 * @param shown a path as it is shown to whoever asked
 * @throws DomeError LAW_INVALID where none of the policies is meant, and other documents have faults
 */
export async function lawIn(dir: string, use: string | undefined, shown: (path: string) => string): Promise<LawAtHand> {
  const files = await readLawFolder(dir, '/').catch((error: unknown) => {
    if (error instanceof DomeError) return [];
    throw error;
  });
  const read = files.map(documentIn);
  const documents = read.flatMap((one) => (one instanceof DomeError ? [] : [one.document]));
  const refusals = read.flatMap((one) => (one instanceof DomeError ? [one] : []));
  const policy = use === undefined ? undefined : policyIn(files, dir, use);
  if (use !== undefined && policy === undefined && refusals.length > 0)
    throw withFiles(
      refusedTogether(refusals),
      files.map(({ name, text }) => ({ called: name, path: shown(join(dir, name)), text })),
    );
  const access = documents.flatMap((document) => (document.kind === 'Access' ? [document] : []));
  const [only, ...others] = access;
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(only === undefined || others.length > 0 ? {} : { holders: roleHolders(only) }),
  };
}

function policyIn(files: readonly LawFile[], dir: string, use: string): PolicyAtHand | undefined {
  const { name, range } = parseSkillUse(use);
  const own = files.flatMap((file) => {
    const { kind, name: called, version } = headOf(file);
    return kind === 'Policy' && called === name && typeof version === 'string' ? [{ file, version }] : [];
  });
  const highest = highestVersion(
    own.map(({ version }) => version),
    range,
  );
  const found = own.find(({ version }) => version === highest);
  if (found === undefined) return undefined;
  return { name: `${name}@${found.version}`, path: join(dir, found.file.name), text: found.file.text };
}

/** What a document calls itself, whatever else is wrong with it. */
function headOf({ text }: LawFile): Readonly<Record<string, unknown>> {
  const read = readDocument(text, DOCUMENT_BOUNDS);
  return read.ok && isJsonObject(read.document.value) ? read.document.value : {};
}

function documentIn({ name, text }: LawFile): NewLaw | DomeError {
  try {
    return readLaw({ source: name, text });
  } catch (error) {
    if (error instanceof DomeError) return error;
    throw error;
  }
}
