// Faults with which a plane cannot start or serve, each with the environment that stages it.
import type { PlanesServer } from '@dome/testkit';

import type { FaultGround } from './fault-ground.ts';
import { LAW } from './stage.ts';

export type PlaneEnvironment = Readonly<Record<string, string>>;

export interface StagedFault {
  /** As the page of the installation calls it. */
  readonly fault: string;
  readonly plane: 'dome' | 'domed';
  readonly env: (ground: FaultGround) => PlaneEnvironment;
  /** What follows: it waits and goes on by itself, it serves what it can, or it ends with this exit code. */
  readonly outcome: 'waits' | 'serves' | 1 | 2;
}

type Change = (ground: FaultGround) => PlaneEnvironment;

function login(plane: 'dome' | 'domed', server: PlanesServer): PlaneEnvironment {
  const { servers, user, password } = server.credentials(plane);
  return { DOME_NATS_URL: servers, DOME_NATS_USER: user, DOME_NATS_PASSWORD: password };
}

const dome = (fault: string, outcome: StagedFault['outcome'], change: Change): StagedFault => ({
  fault,
  outcome,
  plane: 'dome',
  env: (ground) => ({ ...login('dome', ground.whole), DOME_LAW: LAW, ...change(ground) }),
});

const domed = (fault: string, outcome: StagedFault['outcome'], change: Change): StagedFault => ({
  fault,
  outcome,
  plane: 'domed',
  env: (ground) => ({ ...login('domed', ground.whole), DOME_SKILLS: ground.path('skills'), ...change(ground) }),
});

const passwordFile = (path: string): PlaneEnvironment => ({ DOME_NATS_PASSWORD: '', DOME_NATS_PASSWORD_FILE: path });

export const STAGED_FAULTS: readonly StagedFault[] = [
  dome('wrong password', 'waits', () => ({ DOME_NATS_PASSWORD: 'wrong-one' })),
  domed('unknown user', 'waits', () => ({ DOME_NATS_USER: 'nobody' })),
  dome('authority not trusted', 'waits', ({ secure }) => ({ DOME_NATS_URL: secure })),
  dome('no client certificate', 'waits', ({ mutual, caFile }) => ({ DOME_NATS_URL: mutual, DOME_NATS_TLS_CA: caFile })),
  domed('server without TLS', 'waits', ({ whole }) => ({ DOME_NATS_URL: whole.url.replace('nats:', 'tls:') })),
  dome('unknown name', 'waits', () => ({ DOME_NATS_URL: 'nats://nats.invalid:4222' })),
  domed('no server', 'waits', () => ({ DOME_NATS_URL: 'nats://127.0.0.1:9' })),
  dome('no streams', 'waits', ({ bare }) => login('dome', bare)),
  dome('no durable of a plane', 'waits', ({ cut }) => login('dome', cut)),
  dome('missing right', 'waits', ({ narrow }) => login('dome', narrow)),
  dome('requests not allowed', 'waits', ({ deaf }) => login('dome', deaf)),
  domed('answers not allowed', 'waits', ({ narrow }) => login('domed', narrow)),
  dome('law not allowed', 'waits', ({ mute }) => login('dome', mute)),
  domed('no durable of a skill', 'serves', () => ({})),
  domed('empty catalogue', 'serves', ({ path }) => ({ DOME_SKILLS: path('without') })),
  domed('skill with a fault', 'serves', ({ path }) => ({ DOME_SKILLS: path('broken') })),
  domed('no catalogue', 2, () => ({ DOME_SKILLS: '/nowhere/skills' })),
  domed('unusable work folder', 2, () => ({ DOME_WORK_DIR: '/proc/dome' })),
  domed('no folder of secrets', 2, () => ({ DOME_SECRETS: '/nowhere/secrets' })),
  dome('no password file', 2, () => passwordFile('/nowhere/password')),
  domed('empty password file', 2, ({ path }) => passwordFile(path('empty-file'))),
  dome('file of another kind', 2, ({ path }) => ({ DOME_NATS_NKEY: path('plain-file') })),
  dome('half a client certificate', 2, ({ certFile }) => ({ DOME_NATS_TLS_CERT: certFile })),
  domed('misspelt variable', 2, () => ({ DOME_SLOT: '4' })),
  domed('value of another kind', 2, () => ({ DOME_SLOTS: 'many' })),
  dome('port in use', 2, ({ takenPort }) => ({ DOME_HTTP: `127.0.0.1:${takenPort}` })),
  dome('law that is no folder', 2, ({ path }) => ({ DOME_LAW: path('plain-file') })),
  dome('no first law', 2, () => ({ DOME_LAW: '/nowhere/law' })),
  dome('server too old', 1, ({ old }) => ({ DOME_NATS_URL: old })),
  dome('server takes too little', 2, ({ small }) => ({ DOME_NATS_URL: small })),
];
