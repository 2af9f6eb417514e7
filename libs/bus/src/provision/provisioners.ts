import type { TopologyAccount } from './declared-topology.ts';

/** The users who may create and change what a plane owns; each plane has its own. */
export const PROVISIONERS: Readonly<Record<TopologyAccount, string>> = {
  DOMED: 'domed-provisioner',
  DOME: 'dome-provisioner',
};
