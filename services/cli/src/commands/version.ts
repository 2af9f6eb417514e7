// `dome version`: this program and the contract that it speaks, and, if a broker answers, who speaks it there. Nobody has to
// run for it: what does not answer is said, and is no failure.
import { serverFacts } from '@dome/bus';
import type { InstanceHealth } from '@dome/client';
import { CONTRACT_DIGEST, CONTRACT_VERSION, SERVER_VERSION_MIN, toDomeError } from '@dome/contracts';

import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { INSTALLATION } from '../installation.ts';
import { versionText } from '../render/version-view.ts';
import type { PlaneSeen, Versions } from '../render/version-view.ts';

export async function showVersion(context: Context, version: string): Promise<number> {
  const { io } = context;
  const value: Versions = {
    program: { version, node: process.versions.node, home: INSTALLATION.home },
    contract: { version: CONTRACT_VERSION, digest: CONTRACT_DIGEST },
    there: await versionsThere(context),
  };
  context.show({ value, text: () => versionText(value, io.out.columns) });
  return EXIT.success;
}

async function versionsThere(context: Context): Promise<Versions['there']> {
  try {
    await using connection = await context.connect();
    const { nc, client, target } = connection;
    const { instances } = client;
    const { version } = serverFacts(nc);
    const planes = [
      ...(await instances.replicas()).map((one) => seenAs('dome', one)),
      ...(await instances.daemons()).map((one) => seenAs('domed', one)),
    ];
    const server = { version, versionMin: SERVER_VERSION_MIN };
    return { address: target.servers, origin: target.origin, server, planes };
  } catch (error) {
    return { absent: toDomeError(error).message };
  }
}

/** Whoever answers a ping runs, and may still not answer this. */
function seenAs(plane: PlaneSeen['plane'], { instance, health }: InstanceHealth): PlaneSeen {
  return { plane, instance, ...(health instanceof Error ? {} : { version: health.version }) };
}
