// What reads the streams in a browser as well as in Node.
export { listen } from './listen.ts';
export { violationIn } from './js-request.ts';
export { onStatus } from './status.ts';
export type { BusLogger } from './logger.ts';
export type { StoredMessage } from './stored-message.ts';
export { followStream } from './follow.ts';
export { eventStreamsOf } from './readable-streams.ts';
export type { ReadableStream } from './readable-streams.ts';
export { readStreamEnds } from './stream-ends.ts';
export type { StreamEnds } from './stream-ends.ts';
export type { StreamGap } from './stream-gap.ts';
export { readBatch, readChain, readLasts } from './reads.ts';
export { readConsumerLoads } from './consumer-loads.ts';
export { readSubjects } from './stream-subjects.ts';
export { serviceInstances } from './service-instances.ts';
export { matchesFilter } from './subject-filter.ts';
export { headerOf, headersOf } from './received-headers.ts';
export { republishedSequence } from './republished.ts';
