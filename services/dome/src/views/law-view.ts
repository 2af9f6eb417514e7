// The law as people see it, in the contract's terms.
import type { LawHistoryRequest, LawListRequest, LawRecord, LawVersionView } from '@dome/contracts';
import { isoTime } from '@dome/runs';

import { inForce, isWithdrawn, versionsOf } from '../law/law-state.ts';
import type { LawState, LawVersion } from '../law/law-state.ts';
import { paged, sequenceOf } from './page.ts';
import type { ListPage } from './page.ts';

export function lawVersionView(law: LawState, of: LawVersion): LawVersionView {
  const { kind, name, version, digest, records } = of;
  const [first] = records;
  const applied = records.findLast(({ phase }) => phase === 'applied') ?? first;
  const withdrawn = isWithdrawn(of) ? records.at(-1) : undefined;
  return {
    kind,
    name,
    version,
    digest,
    sequence: applied.sequence,
    appliedAt: isoTime(applied.timeMs),
    by: applied.by,
    ...(applied.reason === undefined ? {} : { reason: applied.reason }),
    inForce: inForce(law, of)?.version === version,
    ...(withdrawn === undefined ? {} : { withdrawnAt: isoTime(withdrawn.timeMs), withdrawnBy: withdrawn.by }),
  };
}

/** What is in force, oldest first. */
export function lawListPage(law: LawState, { kind, limit, after }: LawListRequest): ListPage<LawVersionView> {
  const from = sequenceOf(after) ?? 0;
  const items = versionsOf(law)
    .filter((one) => kind === undefined || one.kind === kind)
    .map((one) => lawVersionView(law, one))
    .filter((view) => view.inForce && view.sequence > from)
    .toSorted((a, b) => a.sequence - b.sequence);
  return paged(items, limit, (view) => [view]);
}

/** Every change, newest first. */
export function lawHistoryPage(law: LawState, request: LawHistoryRequest): ListPage<LawRecord> {
  const { kind, name, limit, after } = request;
  const before = sequenceOf(after) ?? Infinity;
  const items = versionsOf(law)
    .filter((one) => (kind === undefined || one.kind === kind) && (name === undefined || one.name === name))
    .flatMap((one) => one.records.map((record) => recordView(one, record)))
    .filter(({ sequence }) => sequence < before)
    .toSorted((a, b) => b.sequence - a.sequence);
  return paged(items, limit, (view) => [view]);
}

function recordView(of: LawVersion, record: LawVersion['records'][number]): LawRecord {
  const { kind, name, version, digest } = of;
  const { sequence, timeMs, phase, by, reason } = record;
  const at = isoTime(timeMs);
  return { sequence, at, phase, kind, name, version, digest, by, ...(reason === undefined ? {} : { reason }) };
}
