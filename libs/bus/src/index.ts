export { connectBus } from './connection.ts';
export type { BusOptions } from './connection.ts';
export { readChainFromLeader, readLast, readNext } from './leader-reads.ts';
export type { LeaderRead } from './leader-reads.ts';
export { silentLogger } from './logger.ts';
export type { BusLogger } from './logger.ts';
export type { Publication, Published } from './publication.ts';
export { createPublisher } from './publisher.ts';
export type { Publisher, PublisherOptions } from './publisher.ts';
export { requireServerVersion, SERVER_VERSION_MIN, serverFacts } from './server-facts.ts';
export type { ServerFacts } from './server-facts.ts';
export { onStatus } from './status.ts';
export type { StoredMessage } from './stored-message.ts';
export type { Delivery } from './delivery.ts';
export { startPuller } from './pull.ts';
export type { Puller, PullerOptions, PullFault } from './pull.ts';
export { applyTopology, diffTopology, requireTopology } from './provision.ts';
export type { ApplyOptions, TopologyNames } from './provision.ts';
export type { TopologyChange, TopologyDifference } from './topology-diff.ts';
export type {
  BucketDeclaration,
  ConsumerDeclaration,
  ObjectStoreDeclaration,
  StreamDeclaration,
  TopologyDeclaration,
  TopologyKind,
} from './topology.ts';
