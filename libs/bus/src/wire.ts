// Every literal of the NATS and JetStream protocols that Dome speaks stands here and nowhere else: API subjects, header
// names, acknowledgement bodies and error numbers. Names of our own streams and subjects come from the contract.

import type { MsgHdrs } from '@nats-io/nats-core';

/** The JetStream API of the account itself; an account that imports another's API sees it under another prefix. */
export const OWN_API = '$JS.API';
/** The beginning of every delivery's reply subject. */
export const ACK_PREFIX = '$JS.ACK.';

/** Where a push consumer is told to go on. */
export const FLOW_PREFIX = '$JS.FC.';

export const HEADER = {
  messageId: 'Nats-Msg-Id',
  expectedLastSequence: 'Nats-Expected-Last-Sequence',
  expectedLastSubjectSequence: 'Nats-Expected-Last-Subject-Sequence',
  expectedLastSubjectFilter: 'Nats-Expected-Last-Subject-Sequence-Subject',
  ttl: 'Nats-TTL',
  rollup: 'Nats-Rollup',
  stream: 'Nats-Stream',
  subject: 'Nats-Subject',
  sequence: 'Nats-Sequence',
  timeStamp: 'Nats-Time-Stamp',
  lastSequence: 'Nats-Last-Sequence',
  numPending: 'Nats-Num-Pending',
  pendingMessages: 'Nats-Pending-Messages',
  kvOperation: 'KV-Operation',
  markerReason: 'Nats-Marker-Reason',
  requestInfo: 'Nats-Request-Info',
  serviceError: 'Nats-Service-Error',
  serviceErrorCode: 'Nats-Service-Error-Code',
} as const;

export const ROLLUP_SUBJECT = 'sub';
export const KV_DELETE = 'DEL';

/** JetStream's own error numbers (`err_code`), as far as a decision depends on one. */
export const API_ERROR = {
  noSuitablePeers: 10005,
  streamNameInUse: 10058,
  streamNotFound: 10059,
  consumerNotFound: 10014,
  consumerNameExists: 10148,
  consumerAlreadyExists: 10105,
  messageNotFound: 10037,
  messageTooLarge: 10054,
  wrongLastSequence: 10071,
  wrongLastSequenceInFlight: 10164,
  duplicateInProcess: 10158,
  storeFailed: 10077,
  /** The account has reached its limit. */
  accountResourcesExceeded: 10002,
  /** The server has reached its limit, whichever stream is asked: `max_file_store`. */
  insufficientResources: 10023,
  memoryResourcesExceeded: 10028,
  storageResourcesExceeded: 10047,
} as const;

/** The `code` of an API error that concerns the cluster, not the request. */
export const API_UNAVAILABLE = 503;

export const STATUS = {
  idleHeartbeat: 100,
  endOfBatch: 204,
  badRequest: 400,
  notFound: 404,
  timeout: 408,
  conflict: 409,
  tooManyResults: 413,
  noResponders: 503,
} as const;

/** Descriptions of a 409 that end a consumer and not only one pull request. */
export const CONSUMER_DELETED = 'Consumer Deleted';

const encoder = new TextEncoder();
export const ACK_BODY = encoder.encode('+ACK');
export const WORKING_BODY = encoder.encode('+WPI');
export function nakBody(delayMs: number): Uint8Array {
  return encoder.encode(`-NAK {"delay":${Math.max(1, Math.round(delayMs)) * NANOS_PER_MS}}`);
}

export const NANOS_PER_MS = 1_000_000;

export const api = {
  info: (prefix: string) => `${prefix}.INFO`,
  streamInfo: (prefix: string, stream: string) => `${prefix}.STREAM.INFO.${stream}`,
  streamPurge: (prefix: string, stream: string) => `${prefix}.STREAM.PURGE.${stream}`,
  consumerNames: (prefix: string, stream: string) => `${prefix}.CONSUMER.NAMES.${stream}`,
  consumerList: (prefix: string, stream: string) => `${prefix}.CONSUMER.LIST.${stream}`,
  consumerInfo: (prefix: string, stream: string, durable: string) => `${prefix}.CONSUMER.INFO.${stream}.${durable}`,
  consumerNext: (prefix: string, stream: string, durable: string) => `${prefix}.CONSUMER.MSG.NEXT.${stream}.${durable}`,
  messageGet: (prefix: string, stream: string) => `${prefix}.STREAM.MSG.GET.${stream}`,
  directGet: (prefix: string, stream: string) => `${prefix}.DIRECT.GET.${stream}`,
} as const;

/** The object store's own names keep the padding that base64url usually omits. */
function paddedBase64Url(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

export const kv = {
  stream: (bucket: string) => `KV_${bucket}`,
  subject: (bucket: string, key: string) => `$KV.${bucket}.${key}`,
  subjects: (bucket: string) => `$KV.${bucket}.>`,
} as const;

export const objectStore = {
  stream: (bucket: string) => `OBJ_${bucket}`,
  chunks: (bucket: string) => `$O.${bucket}.C.>`,
  chunk: (bucket: string, upload: string) => `$O.${bucket}.C.${upload}`,
  metas: (bucket: string) => `$O.${bucket}.M.>`,
  meta: (bucket: string, name: string) => `$O.${bucket}.M.${paddedBase64Url(Buffer.from(name))}`,
  digest: (sha256: Uint8Array) => `SHA-256=${paddedBase64Url(Buffer.from(sha256))}`,
} as const;

/** Verbs of ADR-32, the protocol by which `nats service` finds services. */
export const serviceControl = {
  prefix: '$SRV',
  verbs: ['PING', 'INFO', 'STATS'],
  responseType: (verb: string) => `io.nats.micro.v1.${verb.toLowerCase()}_response`,
} as const;

/** The status code of a message from the server itself; 0 for a stored message. */
export function statusOf(headers: MsgHdrs | undefined): number {
  return headers === undefined ? 0 : headers.code;
}
