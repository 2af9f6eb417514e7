// Where a stream begins and ends, for those who may not ask its leader: the control plane asks for them.
import { readStreamEnds } from '@dome/bus/portable';
import { cursorAfter, cursorAt, DomeError } from '@dome/contracts/portable';
import type { Cursor } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';
import { OBSERVER } from '../nats/credentials.ts';

interface Ends {
  readonly first: Cursor;
  readonly next: Cursor;
}

/** An option of the followers; empty for people, who may ask. */
export const endsFor = (session: Session, stream: string): { readonly endsOf?: () => Promise<Ends> } =>
  session.user === OBSERVER ? { endsOf: () => listedEnds(session, stream) } : {};

/** @throws DomeError */
export const endsOfStream = (
  session: Session,
  of: { readonly stream: string; readonly apiPrefix: string },
): Promise<Ends> => (session.user === OBSERVER ? listedEnds(session, of.stream) : readStreamEnds(session.nc, of));

async function listedEnds({ ask }: Session, stream: string): Promise<Ends> {
  const { streams } = await ask('controlStreamList', {});
  const found = streams.find((one) => one.stream === stream);
  if (found === undefined) throw new DomeError('UNAVAILABLE', { detail: `The control plane lists no ${stream}.` });
  return { first: cursorAt(found.first), next: cursorAfter(found.last) };
}
