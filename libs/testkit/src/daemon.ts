import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPlane } from './planes-process.ts';
import type { PlaneProcess } from './planes-process.ts';
import type { PlanesServer } from './planes-server.ts';

export interface DaemonStart {
  readonly server: Pick<PlanesServer, 'credentials'>;
  readonly skillsDir: string;
  readonly pool?: string;
  /** Random if absent. */
  readonly instance?: string;
  readonly slots?: number;
  /** If absent, a temporary folder of its own; a given one is kept. */
  readonly workDir?: string;
  /** The message that it logs when the test goes on; by default the one that says that it is ready. */
  readonly until?: string;
  /** More `DOME_*` variables. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Daemon extends PlaneProcess {
  /** Its `DOME_WORK_DIR`; a skill runs in a folder below `<workDir>/<instance>`. */
  readonly workDir: string;
}

/** A real daemon (`services/domed`) on the broker of the test, ready to take commands. */
export async function startDaemon(options: DaemonStart): Promise<Daemon> {
  const { server, skillsDir, pool = 'default', slots = 8 } = options;
  const instance = options.instance ?? `domed-${randomBytes(4).toString('hex')}`;
  const workDir = options.workDir ?? (await mkdtemp(join(tmpdir(), 'dome-daemon-')));
  const { servers, user, password } = server.credentials('domed');
  const plane = await startPlane({
    packageName: '@dome/domed',
    readyMessage: options.until ?? 'domed is ready',
    instance,
    workDir,
    env: {
      DOME_NATS_URL: servers,
      DOME_NATS_USER: user,
      DOME_NATS_PASSWORD: password,
      DOME_SKILLS: skillsDir,
      DOME_POOL: pool,
      DOME_INSTANCE: instance,
      DOME_SLOTS: String(slots),
      DOME_WORK_DIR: workDir,
      DOME_LOG_LEVEL: 'debug',
      ...options.env,
    },
    ...(options.workDir === undefined ? { dispose: () => rm(workDir, { recursive: true, force: true }) } : {}),
  });
  return Object.assign(plane, { workDir });
}
