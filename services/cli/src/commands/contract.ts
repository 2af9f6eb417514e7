// What a change of the contract breaks: the judge's findings, and exit code 8 where it may not pass.
import { gate, strandedBy } from '@dome/compat';
import type { ContractDocument, Held, Judgement } from '@dome/compat';

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
  const { base: earlier, ...judgement } = await judged(later, io.cwd, base);
  const compared = { base: earlier, head: later.name };
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

type Judged = Judgement & { readonly base: string };

const RELEASE = /^\d+\.\d+\.\d+$/;

const isPassed = ({ refused, stale }: Judgement): boolean => refused.length === 0 && stale.length === 0;

/**
 * Reasons are given for changes since the last release, and for no others. Whoever names that release as the base may mean any
 * head, so a reason without its change is no fault then.
 */
async function judged(later: ContractDocument, cwd: string, base: string | undefined): Promise<Judged> {
  const document = base === undefined ? undefined : await contractNamed(base, cwd);
  if (document !== undefined && !RELEASE.test(document.name))
    return { ...gate([{ document, isPreRelease: false }], later, []), base: document.name };
  const root = contractRoot(cwd);
  const kept = await releasesIn(root);
  const last = kept.at(-1);
  if (last === undefined) throw usageError('No release is kept here.', 'Name a contract to compare with.');
  if (document === undefined) return { ...gate(kept, later, await acceptedIn(root)), base: last.document.name };
  const isLast = last.document.name === document.name;
  const named = { document, isPreRelease: isLast && last.isPreRelease };
  return { ...gate([named], later, isLast ? await acceptedIn(root) : []), stale: [], base: document.name };
}
