// The law of this replica: followed from its stream, and begun from a folder where there is none.
import { DomeError, toDomeError } from '@dome/contracts';
import { readLaws } from '@dome/planning';
import type { LawSource, NewLaw } from '@dome/planning';
import { insist } from '@dome/runtime';
import type { Insistence, Logger, Shutdown } from '@dome/runtime';
import type { NatsConnection } from '@nats-io/transport-node';

import { followLaw } from './adapters/nats-law.ts';
import type { NatsLaw, NatsLawOptions } from './adapters/nats-law.ts';
import { isSeeded, seedLaw } from './drive/seed-law.ts';
import { lawDrift } from './law/drift.ts';
import type { LawState } from './law/law-state.ts';
import type { LawStore } from './ports.ts';

export interface OpeningLaw {
  readonly writing: NatsLawOptions;
  readonly shutdown: Shutdown;
  readonly terms: Omit<Insistence, 'what'>;
  /** The documents of the folder; undefined if there is none. */
  readonly proposed: readonly LawSource[] | undefined;
}

export interface OpenedLaw {
  readonly law: LawStore;
  /** How the folder differs from the law now. */
  readonly drift: () => string[];
}

/** @throws DomeError CONFIG_INVALID, LAW_INVALID: there is no law yet, and the folder cannot be the first one */
export async function openLaw(nc: NatsConnection, opening: OpeningLaw): Promise<OpenedLaw> {
  const { logger } = opening.writing;
  const law = await followedLaw(nc, opening);
  const compare = isSeeded(law.law) ? comparison(opening.proposed) : compareWith(await begunLaw(law, opening));
  for (const differs of compare(law.law)) logger.warn({ differs }, 'DOME_LAW differs from the law');
  return { law, drift: () => compare(law.law) };
}

type Comparison = (law: LawState) => string[];

const compareWith =
  (documents: readonly NewLaw[]): Comparison =>
  (law) =>
    lawDrift(law, documents);

/** A folder that only proposes must not keep a replica from serving the law that there is. */
function comparison(texts: readonly LawSource[] = []): Comparison {
  try {
    return compareWith(readLaws(texts));
  } catch (thrown) {
    const { message } = toDomeError(thrown);
    return () => [`the folder cannot be compared: ${message}`];
  }
}

/** A replica that no longer hears of the law would decide under an old one: it ends, and is started again. */
async function followedLaw(nc: NatsConnection, { writing, shutdown, terms }: OpeningLaw): Promise<NatsLaw> {
  const law = shutdown.use('law', await insist(() => followLaw(nc, writing), { what: 'the law', ...terms }));
  law.failed.catch((err: unknown) => {
    writing.logger.error({ err }, 'the law cannot be followed');
    shutdown.begin('the law cannot be followed', 1);
  });
  return law;
}

/** A right that is missing may come later. */
async function begunLaw(law: LawStore, { proposed, writing, terms }: OpeningLaw): Promise<NewLaw[]> {
  return await insist(() => beginLaw(law, proposed, writing.logger), { what: 'the first law', ...terms });
}

async function beginLaw(law: LawStore, texts: readonly LawSource[] | undefined, logger: Logger): Promise<NewLaw[]> {
  if (texts === undefined) {
    throw new DomeError('CONFIG_INVALID', {
      detail: 'there is no law yet, and DOME_LAW is not a folder',
      hint: 'Name the folder that holds the documents of the first law in DOME_LAW.',
    });
  }
  const documents = readLaws(texts);
  const stored = await seedLaw(law, documents);
  if (stored > 0) logger.info({ documents: stored }, 'the first law is applied');
  return documents;
}
