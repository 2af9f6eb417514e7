import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** Sits between a client and the server and, on demand, loses what the server sends. */
export interface TcpProxy extends AsyncDisposable {
  readonly url: string;
  /** Bytes from the server are dropped; those to the server pass. */
  loseAnswers(): void;
  /** Messages dropped so far: a server may have stored something and not answered yet. */
  lostMessages(): number;
  passAnswers(): void;
  /** Bytes of both directions are dropped, and the link seems to be up. */
  stall(): void;
  resume(): void;
  /** Ends every connection, like a link that is cut. */
  cut(): void;
  /** Cuts the link once, when a client sends this, before the server receives it. */
  cutAt(said: string): void;
  /** Cuts each link whose client begins with what contains this, now and later. */
  bar(said: string): void;
  /** How often the link was cut at what a client sent. */
  readonly cuts: number;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let losing = false;
  let lost = '';
  let stalled = false;
  let cutAt: string | undefined;
  let cuts = 0;
  const bar = createBar();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        target.destroy();
      });
    }
    bar.watch(client);
    client.on('data', (chunk) => {
      if (cutAt !== undefined && chunk.includes(cutAt)) {
        cutAt = undefined;
        cuts += 1;
        client.destroy();
        return;
      }
      if (!stalled && !client.destroyed) target.write(chunk);
    });
    target.on('data', (chunk) => {
      if (losing) lost += chunk.toString('latin1');
      else if (!stalled) client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server listens on a port');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `nats://127.0.0.1:${address.port}`,
    loseAnswers: () => void (losing = true),
    lostMessages: () => lost.split(/^H?MSG /m).length - 1,
    passAnswers: () => void (losing = false),
    stall: () => void (stalled = true),
    resume: () => void (stalled = false),
    cut,
    cutAt: (said) => void (cutAt = said),
    bar: (said) => bar.begin(said),
    get cuts() {
      return cuts;
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Enough for the first words of a client of NATS. */
const BEGINNING_CHARS = 4_096;

function createBar() {
  let barred: string | undefined;
  const beginnings = new Map<Socket, string>();
  const judge = (client: Socket): void => {
    if (barred !== undefined && beginnings.get(client)?.includes(barred) === true) client.destroy();
  };
  return {
    watch: (client: Socket): void => {
      client.on('close', () => beginnings.delete(client));
      client.on('data', (chunk) => {
        const beginning = beginnings.get(client) ?? '';
        if (beginning.length < BEGINNING_CHARS) beginnings.set(client, beginning + chunk.toString('latin1'));
        judge(client);
      });
    },
    begin: (said: string): void => {
      barred = said;
      for (const client of beginnings.keys()) judge(client);
    },
  };
}
