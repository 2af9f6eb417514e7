// Ada's part: packs two trees, stores them by their digests, and sends one request that names them.

import { packDirectory } from '@dome/archive';
import { shortDigest } from '@dome/contracts';
import type { WorkspaceRef } from '@dome/contracts';

import type { Narrator } from './narrator.ts';
import { PLAN_FILE, readRelease } from './release-plan.ts';
import type { Person, Stage } from './stage.ts';

/** Returns the id of the run. */
export async function submitRelease(stage: Stage, examples: string, narrator: Narrator): Promise<string> {
  const { ada, releases, environments } = stage;
  const base = await releases.atFirst(() => store(ada, releases.folder));
  const release = await store(ada, releases.folder);
  narrator.tell({
    who: ada.name,
    text: `packs both trees, stores them by digest: the release is ${shortDigest(release.digest)}`,
    below: [`${release.entries} files, ${release.size} bytes; the release before is ${shortDigest(base.digest)}`],
  });
  const { hasPython } = stage;
  if (!hasPython)
    narrator.tell({
      who: 'stage',
      mark: 'warn',
      text: 'there is no python3 with its sqlite3: the SQL check is left out',
    });
  const { plan, patch } = await readRelease(examples, { hasPython });
  const { runId, existing } = await ada.client.runs.submit({
    plan,
    idempotencyKey: `checkout-1.5.0-${releases.commit}`,
    inputs: { patch, base: base.digest, environments },
    workspace: { digest: release.digest, size: release.size },
  });
  const again = existing ? ' (submitted before)' : '';
  narrator.tell({
    who: ada.name,
    text: `submits ${PLAN_FILE}, which names the policy of the law: run ${runId}${again}`,
  });
  return runId;
}

async function store({ client }: Person, folder: string): Promise<WorkspaceRef & { readonly entries: number }> {
  const { digest, size, entries, bytes } = await packDirectory(folder, { include: 'git' });
  await client.artifacts.put(bytes);
  return { digest, size, entries };
}
