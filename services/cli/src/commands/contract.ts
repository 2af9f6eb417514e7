// What a change of the contract breaks: the judge's findings, and exit code 8 where it may not pass.
import { gate, strandedBy } from '@dome/compat';
import type { AcceptedChange, Held, Judgement, Release } from '@dome/compat';

import type { Context } from '../context.ts';
import { contractIn, contractNamed, contractRoot } from '../contract/contract-source.ts';
import { heldBy } from '../contract/held.ts';
import { acceptedIn, releasesIn } from '../contract/releases.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { findingsText, strandedText } from '../render/findings-view.ts';

export interface ContractDiffOptions {
  /** Absent: every kept release. */
  readonly base?: string;
  /** Absent: the contract around the working folder. */
  readonly head?: string;
  /** Also asks the installation what it holds. */
  readonly isLive: boolean;
}

export async function contractDiff(context: Context, { base, head, isLive }: ContractDiffOptions): Promise<number> {
  const { io } = context;
  const later =
    head === undefined ? await contractIn(contractRoot(io.cwd), 'working tree') : await contractNamed(head, io.cwd);
  const { releases, accepted } = await inService(io.cwd, base);
  const last = releases.at(-1);
  if (last === undefined) throw usageError('No release is kept here.', 'Name a contract to compare with.');
  const judgement = gate(releases, later, accepted);
  const compared = { base: last.document.name, head: later.name };
  const stranded = isLive ? strandedBy(later, await heldNow(context)) : [];
  context.show({
    value: { ...compared, ...judgement, ...(isLive ? { stranded } : {}) },
    items: [...judgement.findings, ...stranded],
    text: () =>
      (isLive ? strandedText(stranded) : '') + findingsText(judgement, { ...compared, width: io.out.columns }),
  });
  return isPassed(judgement) && stranded.length === 0 ? EXIT.success : EXIT.checkFailed;
}

async function heldNow(context: Context): Promise<Held[]> {
  await using connection = await context.connect();
  return await heldBy(connection.client);
}

const isPassed = ({ refused, stale }: Judgement): boolean => refused.length === 0 && stale.length === 0;

/** Reasons are given for changes since the last release, and for no others. */
async function inService(
  cwd: string,
  base: string | undefined,
): Promise<{ readonly releases: readonly Release[]; readonly accepted: readonly AcceptedChange[] }> {
  if (base !== undefined)
    return { releases: [{ document: await contractNamed(base, cwd), isPreRelease: false }], accepted: [] };
  const root = contractRoot(cwd);
  return { releases: await releasesIn(root), accepted: await acceptedIn(root) };
}
