// What an answer must be: the reply that the contract names, or one of its problems that blames the caller.
import { checkDocument, openReply, openRequest, parseJson } from '@dome/contracts';
import type { EndpointName } from '@dome/contracts';

import type { RawReply } from '../raw-wire.ts';

export interface Asked {
  readonly endpoint: EndpointName;
  readonly payload: Uint8Array;
  /** Its headers may be refused, and then the payload was not read. */
  readonly isDamaged: boolean;
}

export type Judged = { readonly outcome: string } | { readonly finding: string };

export function judgeAnswer({ endpoint, payload, isDamaged }: Asked, reply: RawReply): Judged {
  if (reply.header.startsWith('NATS/1.0 503')) return { finding: 'nobody answers' };
  const status = /^nats-service-error-code: *(\d+)/im.exec(reply.header)?.[1];
  try {
    if (status === undefined) {
      openReply(endpoint, reply.payload);
      if (!isDamaged) openRequest(endpoint, payload);
      return { outcome: 'accepted' };
    }
    const problem = checkDocument('Problem', parseJson(reply.payload));
    if (String(problem.status) !== status) return { finding: `its header says ${status}, it says ${problem.status}` };
    if (problem.code === 'INTERNAL') return { finding: `INTERNAL: ${problem.detail}` };
    return { outcome: problem.code };
  } catch (error) {
    return { finding: `it is not of the contract: ${String(error)}` };
  }
}
