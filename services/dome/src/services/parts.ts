import type { DomeError, EndpointName, EndpointTypes, WrittenTrace } from '@dome/contracts';
import type { Planning } from '@dome/planning';
import type { Logger } from '@dome/runtime';

import type { Stamp } from '../approvals/identity.ts';
import type { Standings } from '../environments/standing.ts';
import type {
  DecisionHistory,
  Discovery,
  RuntimeBacklogs,
  LawStore,
  ReadableStreams,
  RunHistory,
  RuntimeDrains,
  RuntimeLocks,
  PromotionTurns,
} from '../ports.ts';
import type { RunCache } from '../drive/run-cache.ts';
import type { RunIndex } from '../views/run-index.ts';

export interface ServiceParts {
  readonly cache: RunCache;
  readonly index: RunIndex;
  /** Resolves when the index has what was stored before the call, and that event; see adapters/follow-runs.ts. */
  readonly caughtUp: (minSequence?: number) => Promise<void>;
  readonly history: RunHistory;
  readonly decisions: DecisionHistory;
  readonly discovery: Discovery;
  readonly locks: RuntimeLocks;
  readonly drains: RuntimeDrains;
  readonly fleet: RuntimeBacklogs;
  readonly streams: ReadableStreams;
  readonly planning: Planning;
  readonly law: LawStore;
  readonly turns: Pick<PromotionTurns, 'holder'>;
  /** What stands in the environments. */
  readonly standings: () => Standings;
  readonly now: () => number;
  readonly logger: Logger;
  /** The most runs that may be open at once. */
  readonly openRunsMax: number;
  /** OUT_OF_SPACE while there is no space for another run. */
  readonly shortage: () => DomeError | undefined;
}

/** The endpoints that dome answers. */
export type ControlEndpoint = Extract<EndpointName, `control${string}`>;

export type Handler<Name extends ControlEndpoint> = (
  request: EndpointTypes[Name]['request'],
  stamp: Stamp | undefined,
  /** The one that the request belongs to, as it was written. */
  trace?: WrittenTrace,
) => Promise<EndpointTypes[Name]['reply']>;

export type Handlers = { readonly [Name in ControlEndpoint]: Handler<Name> };
