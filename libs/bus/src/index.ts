export { flushed } from './flushed.ts';
export { forEachAtOnce } from './at-once.ts';
export { createBucketCopy } from './bucket-copy.ts';
export type { BucketCopy, BucketCopyOptions } from './bucket-copy.ts';
export { closeBus, connectBus } from './connection.ts';
export type { BusOptions } from './connection.ts';
export { readChainFromLeader, readLast, readNext } from './leader-reads.ts';
export type { LeaderRead } from './leader-reads.ts';
export { listen } from './listen.ts';
export type { Listener } from './listen.ts';
export type { BusLogger } from './logger.ts';
export type { Publication, Published } from './publication.ts';
export { createPublisher } from './publisher.ts';
export type { Publisher } from './publisher.ts';
export type { PublisherOptions, StoreTrouble } from './publisher-options.ts';
export { serverFacts } from './server-facts.ts';
export type { ServerFacts } from './server-facts.ts';
export { readServerList } from './server-list.ts';
export { onStatus } from './status.ts';
export type { StoredMessage } from './stored-message.ts';
export type { Delivery } from './delivery.ts';
export { startPuller } from './pull.ts';
export type { PullFault } from './pull-fault.ts';
export type { Puller, PullerOptions } from './pull.ts';
export { applyTopology, diffTopology } from './provision.ts';
export type { ApplyOptions } from './provision.ts';
export type { TopologyChange, TopologyDifference } from './topology-diff.ts';
export type {
  BucketDeclaration,
  ConsumerDeclaration,
  ObjectStoreDeclaration,
  StreamDeclaration,
  TopologyDeclaration,
  TopologyKind,
} from './topology.ts';
export { declaredTopology, skillDurable } from './declared-topology.ts';
export type { DeclaredTopologyOptions, TopologyAccount } from './declared-topology.ts';
export { announceLease } from './announce.ts';
export type { Announcement, AnnounceOptions } from './announce.ts';
export { readConsumerFacts } from './consumer-facts.ts';
export type { ConsumerFacts } from './consumer-facts.ts';
export { followServerTime } from './server-time.ts';
export type { ServerTimeOptions } from './server-time.ts';
export { followStream } from './follow.ts';
export type { FollowOptions } from './follow.ts';
/** @public Nobody holds one yet: the locks of skills will. */
export { createLeases } from './lease.ts';
export type { Lease, LeaseAnswer, LeaseRequest, Leases, LeasesOptions } from './lease.ts';
export { createLedger } from './ledger.ts';
export type { Ledger, LedgerCreated, LedgerEntry, LedgerOptions } from './ledger.ts';
export { readBatch, readChain, readLasts } from './reads.ts';
export type { Batch, BatchRead } from './reads.ts';
export { readSubjects } from './stream-subjects.ts';
export type { StreamSubjects } from './stream-subjects.ts';
export { headersOf } from './received-headers.ts';
export { republishedSequence } from './republished.ts';
export { createArtifacts } from './artifacts.ts';
export type { ArtifactPut, Artifacts, ArtifactsOptions } from './artifacts.ts';
export type { RequestInfo } from './request-info.ts';
export { startService } from './service.ts';
export type { RunningService, ServiceAnswer, ServiceDeclaration, ServiceEndpoint, ServiceRequest } from './service.ts';
export { createSpaceWatch } from './space-watch.ts';
export type { SpaceWatch } from './space-watch.ts';
export { spaceCheck } from './space.ts';
