// A private nats-server: on loopback, with its own ports and store, and gone with its parent. A restart keeps both, so that
// clients meet the same server again; a test of reconnection needs that.
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { makeFolder, openRunFolder } from '@dome/runtime';
import type { RunFolder } from '@dome/runtime';

import { ensureServer } from './ensure-server.ts';
import { portOf, serverConfigText } from './server-config.ts';
import type { BrokerPorts } from './server-config.ts';
import { startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { freeStoreBytes } from './store-space.ts';

export interface BrokerOptions {
  /** Accounts and permissions, as text or made from the ports; listeners and store are added. */
  readonly config?: string | ((ports: BrokerPorts) => string);
  /** Kept if given; otherwise a temporary folder that is removed with the broker. */
  readonly storeDir?: string;
  /** Absent or -1: the server chooses a free one. */
  readonly port?: number;
  /** What it may store in all; if absent, three quarters of the space the disk has for it. */
  readonly storeBytesMax?: number;
  readonly websocketPort?: number;
  /** Pages that may connect from a browser; absent or empty: any. */
  readonly origins?: readonly string[];
  readonly monitorPort?: number;
  /** The parent of its own folder; by default the system's temporary folder. */
  readonly runIn?: string;
  /** The caller's folders, removed for it if it is killed; otherwise it removes them itself. */
  readonly temporary?: readonly string[];
  /** A binary known to work; otherwise one is searched for, and fetched if there is none. */
  readonly serverPath?: string;
  /** Where the server's own log is appended; by default it is removed with the broker. */
  readonly logFile?: string;
  /** More top-level settings, as `max_payload: 1MB`. */
  readonly extraConfig?: string;
  /** More settings of the `jetstream` block, as `sync_interval: always`. */
  readonly extraJetstream?: string;
  readonly onProgress?: (line: string) => void;
}

export interface Broker extends AsyncDisposable {
  readonly url: string;
  readonly websocketUrl: string;
  readonly monitorUrl: string;
  /** Of the server process; a restart changes it. */
  readonly pid: number;
  /** Resolves with the reason why that process ended, whoever ended it; a restart changes it. */
  readonly ended: Promise<string>;
  readonly storeDir: string;
  /** What the streams of the server may hold together, in bytes. */
  readonly storeBytesMax: number;
  /** Ends the server with the signal, if it runs, and starts it on the same ports and store. */
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Sends SIGKILL. The store stays: `restart` starts the server again. */
  kill(): Promise<void>;
}

/**
 * Starts a server and waits until it is ready, JetStream included.
 * @throws DomeError UNAVAILABLE (with the last lines of its log), BROKER_MISSING, SERVER_TOO_OLD
 */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const { onProgress, runIn } = options;
  const serverPath = options.serverPath ?? (await ensureServer(onProgress === undefined ? {} : { onProgress })).path;
  const folder = await openRunFolder('dome-broker-', runIn === undefined ? [tmpdir()] : [runIn, tmpdir()]);
  try {
    const runDir = folder.path;
    const storeDir = resolve(options.storeDir ?? join(runDir, 'store'));
    await makeFolder(storeDir);
    const storeBytesMax = options.storeBytesMax ?? (await freeStoreBytes(storeDir));
    const setup = { options, serverPath, folder, runDir, storeDir, storeBytesMax };
    const asked = {
      port: options.port ?? -1,
      websocketPort: options.websocketPort ?? -1,
      monitorPort: options.monitorPort ?? -1,
    };
    return createBroker(setup, await startOnce(setup, asked));
  } catch (cause) {
    await folder[Symbol.asyncDispose]();
    throw cause;
  }
}

interface BrokerSetup {
  readonly options: BrokerOptions;
  readonly serverPath: string;
  readonly folder: RunFolder;
  readonly runDir: string;
  readonly storeDir: string;
  readonly storeBytesMax: number;
}

function createBroker(setup: BrokerSetup, first: ServerProcess): Broker {
  const { nats, websocket, monitoring } = first.urls;
  const ports = {
    port: portOf(nats),
    websocketPort: portOf(websocket),
    monitorPort: portOf(monitoring),
  };
  let server = first;
  return {
    url: nats,
    websocketUrl: websocket,
    monitorUrl: monitoring,
    get pid() {
      return server.pid;
    },
    get ended() {
      return server.ended;
    },
    storeDir: setup.storeDir,
    storeBytesMax: setup.storeBytesMax,
    async restart(signal = 'SIGTERM') {
      await server.end(signal);
      server = await startOnce(setup, ports);
    },
    async kill() {
      await server.end('SIGKILL');
    },
    async [Symbol.asyncDispose]() {
      // A store that will be removed needs no orderly shutdown; one that is kept gets it.
      await server.end(setup.options.storeDir === undefined ? 'SIGKILL' : 'SIGTERM');
      await setup.folder[Symbol.asyncDispose]();
    },
  };
}

async function startOnce(setup: BrokerSetup, ports: BrokerPorts): Promise<ServerProcess> {
  const { options, runDir, storeDir, storeBytesMax, serverPath } = setup;
  const { config = '', extraConfig = '', extraJetstream = '', origins = [] } = options;
  const configPath = join(runDir, 'server.conf');
  const callerText = `${typeof config === 'function' ? config(ports) : config}\n${extraConfig}`;
  const parts = {
    ports,
    storeDir,
    storeBytesMax,
    portsDir: runDir,
    origins,
    callerText,
    jetstreamText: extraJetstream,
  };
  await writeFile(configPath, serverConfigText(parts), { mode: 0o600 });
  try {
    return await startServer({
      serverPath,
      configPath,
      logPath: resolve(options.logFile ?? join(runDir, 'server.log')),
      portsDir: runDir,
      temporary: [runDir],
      ofParent: options.temporary ?? [],
    });
  } finally {
    // It holds everybody's passwords, and the server needs it no more once it has read it.
    await rm(configPath, { force: true });
  }
}
