// What the broker must hold, and how it is made to hold it: for provisioners. Planes do not load it.
export { applyTopology, diffTopology, topologyLack } from './apply.ts';
export { declaredTopology } from './declared-topology.ts';
export type { DeclaredTopologyOptions, ReaderDeclaration, TopologyAccount } from './declared-topology.ts';
export { PROVISIONERS } from './provisioners.ts';
export type { TopologyChange, TopologyDifference } from './topology-diff.ts';
