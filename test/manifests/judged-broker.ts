// What nats-server says of the configuration that an installation gives it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { ensureServer } from '@dome/broker';
import { renderAccounts } from '@dome/contracts';
import { createTestAuthority } from '@dome/testkit';

import { at, fieldsOf, readManifests, textOf } from './manifest.ts';

type Files = Readonly<Record<string, string>>;

/** The files of the configuration by their names; none if the broker is somebody else's. */
export function brokerFiles(rendered: string): Files {
  const data = readManifests(rendered).map(({ fields }) => fieldsOf(at(fields, 'data')));
  const found = data.find((one) => one['nats.conf'] !== undefined) ?? {};
  return Object.fromEntries(Object.entries(found).map(([name, text]) => [name, textOf(text)]));
}

export const confOf = (rendered: string): string => brokerFiles(rendered)['nats.conf'] ?? '';

/** Whether nats-server would start with these files, the accounts of an installation and, where it names them, certificates. */
export async function judged(files: Files): Promise<{ readonly isTaken: boolean; readonly says: string }> {
  const { path: server } = await ensureServer({});
  const dir = mkdtempSync(join(tmpdir(), 'dome-broker-'));
  await using authority = await createTestAuthority();
  const { certFile, keyFile } = await authority.issue('nats');
  const places = {
    '/run/tls/server/tls.crt': certFile,
    '/run/tls/server/tls.key': keyFile,
    '/run/tls/server/ca.crt': authority.caFile,
    '/run/tls/ca/ca.crt': authority.caFile,
  };
  const here = (text: string): string =>
    Object.entries(places).reduce((said, [there, path]) => said.replaceAll(there, path), text);
  try {
    const accounts = renderAccounts({ people: ['ada', 'grace'], password: (user) => `p-${user}` });
    for (const [name, text] of Object.entries({ ...files, 'accounts.conf': accounts }))
      writeFileSync(join(dir, name), here(text));
    const env = { ...process.env, POD_NAME: 'nats-0' };
    const { status, stdout, stderr } = spawnSync(server, ['-t', '-c', join(dir, 'nats.conf')], {
      encoding: 'utf8',
      env,
    });
    return { isTaken: status === 0, says: `${stdout}${stderr}` };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
