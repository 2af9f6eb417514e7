// Ada's part: two trees packed and stored by their digests, and one request that names them.

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { packDirectory } from '@dome/archive';
import type { WorkspaceRef } from '@dome/contracts';

import { shortDigest } from './narrator.ts';
import type { Narrator } from './narrator.ts';
import type { Person, Stage } from './stage.ts';

const PLAN = 'release.plan.yaml';
const POLICY = 'release.policy.yaml';
export const PATCH = 'checkout-fix.patch';

/** Gives the id of the run. */
export async function submitRelease(stage: Stage, examples: string, narrator: Narrator): Promise<string> {
  const { ada, releases, environments } = stage;
  const base = await releases.atFirst(() => store(ada, releases.folder));
  const release = await store(ada, releases.folder);
  narrator.tell({
    ...{
      who: ada.name,
      text: `packs both trees, stores them by digest: the release is ${shortDigest(release.digest)}`,
    },
    below: [`${release.entries} files, ${release.size} bytes; the release before is ${shortDigest(base.digest)}`],
  });
  const [plan, policy, patch] = await Promise.all(
    [PLAN, POLICY, PATCH].map((name) => readFile(join(examples, name), 'utf8')),
  );
  const { runId, existing } = await ada.client.runs.submit({
    ...{ plan: plan ?? '', policy: policy ?? '', idempotencyKey: `checkout-1.5.0-${releases.commit}` },
    inputs: { patch, base: base.digest, environments },
    workspace: { digest: release.digest, size: release.size },
  });
  const again = existing ? ' (submitted before)' : '';
  narrator.tell({ who: ada.name, text: `submits ${basename(PLAN)} with ${basename(POLICY)}: run ${runId}${again}` });
  return runId;
}

async function store({ client }: Person, folder: string): Promise<WorkspaceRef & { readonly entries: number }> {
  const { digest, size, entries, bytes } = await packDirectory(folder, { include: 'git' });
  await client.artifacts.put(bytes);
  return { digest, size, entries };
}
