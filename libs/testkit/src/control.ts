import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPlane } from './planes-process.ts';
import type { PlaneProcess } from './planes-process.ts';
import type { PlanesServer } from './planes-server.ts';

export interface ControlOptions {
  readonly server: Pick<PlanesServer, 'credentials'>;
  /** Folder of the documents that become the law, if there is none. */
  readonly lawDir: string;
  /** Random if absent. */
  readonly instance?: string;
  /** The message that it logs when the test goes on; by default the one that says that it is ready. */
  readonly until?: string;
  /** More `DOME_*` variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A real replica of the control plane (`services/dome`) on the broker of the test, ready to answer. */
export async function startControl({ server, lawDir, ...options }: ControlOptions): Promise<PlaneProcess> {
  const instance = options.instance ?? `dome-${randomBytes(4).toString('hex')}`;
  // It writes nothing; the folder is its working folder, and would identify a child of it.
  const workDir = await mkdtemp(join(tmpdir(), 'dome-control-'));
  const { servers, user, password } = server.credentials('dome');
  return await startPlane({
    packageName: '@dome/control',
    readyMessage: options.until ?? 'dome is ready',
    instance,
    workDir,
    env: {
      DOME_NATS_URL: servers,
      DOME_NATS_USER: user,
      DOME_NATS_PASSWORD: password,
      DOME_LAW: lawDir,
      DOME_INSTANCE: instance,
      DOME_LOG_LEVEL: 'debug',
      ...options.env,
    },
    dispose: () => rm(workDir, { recursive: true, force: true }),
  });
}
