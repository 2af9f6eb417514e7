// The text of the server's configuration. The listeners, the store and the readiness files are ours, so that every broker
// is on loopback with a store of its own; accounts and permissions come from the caller. Ours come last: in this syntax the
// later of two equal keys wins.

/** The requested ports: -1 lets the server choose, and from the first restart on they are the real numbers. */
export interface BrokerPorts {
  readonly port: number;
  readonly websocketPort: number;
  readonly monitorPort: number;
}

export interface ServerConfigParts {
  readonly ports: BrokerPorts;
  readonly storeDir: string;
  /** What the server may store in all; it refuses any message beyond. */
  readonly storeBytesMax: number;
  readonly portsDir: string;
  /** Pages that may connect from a browser; empty: any. */
  readonly origins: readonly string[];
  /** Accounts and permissions: everything except listeners and the store. */
  readonly callerText: string;
  /** Written into the `jetstream` block, as `sync_interval: always`. */
  readonly jetstreamText: string;
}

export function serverConfigText(parts: ServerConfigParts): string {
  const { ports, storeDir, storeBytesMax, portsDir, origins, callerText, jetstreamText } = parts;
  const allowed = origins.length === 0 ? '' : `, allowed_origins: [${origins.map(quoted).join(', ')}]`;
  return [
    callerText,
    `listen: "127.0.0.1:${ports.port}"`,
    `http: "127.0.0.1:${ports.monitorPort}"`,
    `ports_file_dir: ${quoted(portsDir)}`,
    `websocket { listen: "127.0.0.1:${ports.websocketPort}", no_tls: true${allowed} }`,
    `jetstream {`,
    `  store_dir: ${quoted(storeDir)}`,
    `  max_file_store: ${storeBytesMax}`,
    jetstreamText,
    `}`,
    '',
  ].join('\n');
}

/** A path as a string of the configuration: a backslash would start an escape. */
function quoted(path: string): string {
  return JSON.stringify(path.replaceAll('\\', '/'));
}

/** The URLs in the ports file that the server wrote when it was ready to accept. */
export interface ListenUrls {
  readonly nats: string;
  readonly monitoring: string;
  readonly websocket: string;
}

/** Undefined while the file is incomplete: the server writes it in place. */
export function parsePortsFile(text: string): ListenUrls | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const nats = firstUrl(value, 'nats');
  const monitoring = firstUrl(value, 'monitoring');
  const websocket = firstUrl(value, 'websocket');
  if (nats === undefined || monitoring === undefined || websocket === undefined) return undefined;
  return { nats, monitoring, websocket };
}

function firstUrl(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const urls: unknown = Reflect.get(value, key);
  const first: unknown = Array.isArray(urls) ? urls[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}

export function portOf(url: string): number {
  return Number(new URL(url).port);
}
