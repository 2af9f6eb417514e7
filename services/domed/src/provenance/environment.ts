// The facts about the daemon and its machine that can change what a skill does. Read once at the start.
import { structureDigest } from '@dome/contracts';

import type { ProvenanceBase } from './record.ts';

export interface EnvironmentFacts {
  readonly instance: string;
  readonly version: string;
  readonly nodeVersion: string;
  readonly platform: string;
  readonly arch: string;
  readonly release: string;
  readonly path: string;
  /** Names of the variables that it passes on because its operator says so. */
  readonly variables: readonly string[];
  readonly guard: string;
  readonly brokerVersion: string;
  readonly source: ProvenanceBase['source'];
}

export function provenanceBase(of: EnvironmentFacts): ProvenanceBase {
  const { instance, version, nodeVersion, platform, arch, release, path, guard } = of;
  const variables = of.variables.length === 0 ? {} : { variables: of.variables };
  const tools = { domed: version, node: nodeVersion, 'nats-server': of.brokerVersion };
  return {
    tools,
    environmentDigest: structureDigest({ tools, platform, arch, release, path, guard, ...variables }),
    ...variables,
    builder: { instance, version },
    ...(of.source === undefined ? {} : { source: of.source }),
  };
}
