// The services of domed as the contract declares them. Every request passes its validator before a handler sees it, and
// every refusal is sent as a problem.
import { headerOf } from '@dome/bus';
import type { ServiceAnswer, ServiceEndpoint, ServiceRequest } from '@dome/bus';
import { ARTIFACT_HEADERS, DomeError, ENDPOINTS, filters, openRequest, parseSubject } from '@dome/contracts';
import type { EndpointName, EndpointTypes, HealthReply, Identity, JobCancelRequest } from '@dome/contracts';
import type { LaneName } from '@dome/contracts';

import { cancelJob } from './cancel-job.ts';
import type { CancelPorts } from './cancel-job.ts';
import { getCapability, listCapabilities } from './capabilities.ts';
import type { CapabilityPorts } from './capabilities.ts';
import { deleteCursor, getCursor, listCursors, moveCursor, ownerOf } from './cursors.ts';
import type { CursorPorts } from './cursors.ts';
import type { Downloads } from './downloads.ts';
import { setDrain } from './drains.ts';
import type { DrainPorts } from './drains.ts';
import { getJob } from './get-job.ts';
import { listLocks, takeLock } from './locks.ts';
import type { LockPorts } from './locks.ts';
import type { Uploads } from './uploads.ts';

export interface ServicePorts extends CancelPorts, CapabilityPorts, CursorPorts, DrainPorts, LockPorts {
  readonly instance: string;
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  readonly health: () => HealthReply;
}

export function declareEndpoints(ports: ServicePorts): ServiceEndpoint[] {
  const { instance, uploads, downloads } = ports;
  return [
    typed('runtimeCapabilityList', (request) => listCapabilities(request, ports)),
    typed('runtimeCapabilityGet', (request) => getCapability(request, ports)),
    typed('runtimeJobGet', (request) => getJob(request, ports)),
    typed('runtimeJobCancel', (request, call) => cancelJob(request, whoAsks(request, call), ports)),
    typed('runtimeLockList', (request) => listLocks(request, ports)),
    typed('runtimeLockTake', (request) => takeLock(request, ports)),
    typed('runtimeDrainSet', (request) => setDrain(request, ports)),
    typed('runtimeArtifactPut', (request, { person }) => uploads.open(request, person)),
    own(
      typed('runtimeArtifactChunk', (bytes, call) => uploads.chunk(uploadOf(call), chunkNumber(call), bytes)),
      filters.runtimeArtifactChunk({ instance }),
    ),
    own(
      typed('runtimeArtifactCommit', (request, call) => uploads.commit(uploadOf(call), request)),
      filters.runtimeArtifactCommit({ instance }),
    ),
    endpoint('runtimeArtifactGet', async (request, { person }): Promise<ServiceAnswer> => {
      const { bytes, size, offset } = await downloads.part(request, person);
      return {
        payload: bytes,
        headers: { [ARTIFACT_HEADERS.size]: String(size), [ARTIFACT_HEADERS.offset]: String(offset) },
      };
    }),
    typed('runtimeCursorGet', (request, call) => getCursor(request, ownerOf(call.requestInfo), ports)),
    typed('runtimeCursorMove', (request, call) => moveCursor(request, ownerOf(call.requestInfo), ports)),
    typed('runtimeCursorList', (request, call) => listCursors(request, ownerOf(call.requestInfo), ports)),
    typed('runtimeCursorDelete', (request, call) => deleteCursor(request, ownerOf(call.requestInfo), ports)),
    typed('runtimeHealth', () => ports.health()),
    own(
      typed('runtimeDaemonGet', () => ports.health()),
      filters.runtimeDaemonGet({ instance }),
    ),
  ];
}

/** Every endpoint of the runtime by its name, and no other: this plane answers for nothing else. */
const DECLARED = {
  runtimeCapabilityList: ENDPOINTS.runtimeCapabilityList,
  runtimeCapabilityGet: ENDPOINTS.runtimeCapabilityGet,
  runtimeJobGet: ENDPOINTS.runtimeJobGet,
  runtimeJobCancel: ENDPOINTS.runtimeJobCancel,
  runtimeLockList: ENDPOINTS.runtimeLockList,
  runtimeLockTake: ENDPOINTS.runtimeLockTake,
  runtimeDrainSet: ENDPOINTS.runtimeDrainSet,
  runtimeArtifactPut: ENDPOINTS.runtimeArtifactPut,
  runtimeArtifactChunk: ENDPOINTS.runtimeArtifactChunk,
  runtimeArtifactCommit: ENDPOINTS.runtimeArtifactCommit,
  runtimeArtifactGet: ENDPOINTS.runtimeArtifactGet,
  runtimeCursorGet: ENDPOINTS.runtimeCursorGet,
  runtimeCursorMove: ENDPOINTS.runtimeCursorMove,
  runtimeCursorList: ENDPOINTS.runtimeCursorList,
  runtimeCursorDelete: ENDPOINTS.runtimeCursorDelete,
  runtimeHealth: ENDPOINTS.runtimeHealth,
  runtimeDaemonGet: ENDPOINTS.runtimeDaemonGet,
} as const satisfies { [Name in EndpointName]?: object };

const LANES = {
  runtimeCapabilityList: 'prompt',
  runtimeCapabilityGet: 'stored',
  runtimeJobGet: 'stored',
  runtimeJobCancel: 'waiting',
  runtimeLockList: 'stored',
  runtimeLockTake: 'stored',
  runtimeDrainSet: 'waiting',
  runtimeArtifactPut: 'waiting',
  runtimeArtifactChunk: 'waiting',
  runtimeArtifactCommit: 'waiting',
  runtimeArtifactGet: 'waiting',
  runtimeCursorGet: 'stored',
  runtimeCursorMove: 'stored',
  runtimeCursorList: 'stored',
  runtimeCursorDelete: 'stored',
  runtimeHealth: 'prompt',
  runtimeDaemonGet: 'prompt',
} as const satisfies { readonly [Name in RuntimeEndpoint]: LaneName };

type RuntimeEndpoint = keyof typeof DECLARED;
type Request<Name extends EndpointName> = EndpointTypes[Name]['request'];
type Reply<Name extends EndpointName> = EndpointTypes[Name]['reply'];
type Answer = Uint8Array | ServiceAnswer;

function endpoint<Name extends RuntimeEndpoint>(
  name: Name,
  handler: (request: Request<Name>, call: ServiceRequest) => Answer | Promise<Answer>,
): ServiceEndpoint {
  const { address, endpoint: shown, metadata } = DECLARED[name];
  return {
    name: shown.replaceAll('.', '-'),
    subject: address,
    lane: LANES[name],
    metadata,
    handler: (call) => handler(openRequest(name, call.payload), call),
  };
}

const encoder = new TextEncoder();

function typed<Name extends RuntimeEndpoint>(
  name: Name,
  handler: (request: Request<Name>, call: ServiceRequest) => Reply<Name> | Promise<Reply<Name>>,
): ServiceEndpoint {
  return endpoint(name, async (request, call) => encoder.encode(JSON.stringify(await handler(request, call))));
}

/** Requests that only the daemon named in the subject can answer. */
function own(answered: ServiceEndpoint, subject: string): ServiceEndpoint {
  return { ...answered, subject, answeredBy: 'each' };
}

function uploadOf({ subject }: ServiceRequest): string {
  const upload = parseSubject(subject)?.params['upload'];
  if (upload === undefined) throw new DomeError('INVALID_REQUEST', { detail: 'the subject does not name an upload' });
  return upload;
}

function chunkNumber({ headers }: ServiceRequest): number {
  const value = headerOf(headers, ARTIFACT_HEADERS.chunk) ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new DomeError('INVALID_REQUEST', {
    detail: `the header ${ARTIFACT_HEADERS.chunk} must have the number of the chunk, from 0`,
  });
}

/** The control plane says for whom it asks; otherwise it is the user that the broker stamped, or unknown. */
function whoAsks({ by }: JobCancelRequest, { requestInfo }: ServiceRequest): Identity {
  if (by !== undefined) return by;
  if (requestInfo === undefined) return { user: 'unknown', account: 'unknown', attested: false };
  return { user: requestInfo.user ?? 'unknown', account: requestInfo.account, attested: true };
}
