// What a change of the contract breaks: the judge's findings, and exit code 8 where it may not pass.
import { gate } from '@dome/compat';
import type { AcceptedChange, Judgement, Release } from '@dome/compat';

import type { Context } from '../context.ts';
import { contractIn, contractNamed, contractRoot } from '../contract/contract-source.ts';
import { acceptedIn, releasesIn } from '../contract/releases.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { findingsText } from '../render/findings-view.ts';

export interface ContractDiffOptions {
  /** Absent: every kept release. */
  readonly base?: string;
  /** Absent: the contract around the working folder. */
  readonly head?: string;
}

export async function contractDiff(context: Context, { base, head }: ContractDiffOptions): Promise<number> {
  const { io } = context;
  const later =
    head === undefined ? await contractIn(contractRoot(io.cwd), 'working tree') : await contractNamed(head, io.cwd);
  const { releases, accepted } = await inService(io.cwd, base);
  const last = releases.at(-1);
  if (last === undefined) throw usageError('No release is kept here.', 'Name a contract to compare with.');
  const judgement = gate(releases, later, accepted);
  const compared = { base: last.document.name, head: later.name };
  context.show({
    value: { ...compared, ...judgement },
    items: judgement.findings,
    text: () => findingsText(judgement, { ...compared, width: io.out.columns }),
  });
  return isPassed(judgement) ? EXIT.success : EXIT.checkFailed;
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
