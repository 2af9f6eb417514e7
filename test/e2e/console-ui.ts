// The console as `dome ui` serves it, beside a stage whose broker a test may stop and start again.
import { fileURLToPath } from 'node:url';

import { eventually } from '@dome/testkit';

import { ownEnvironment, startCommand } from './command.ts';
import type { Stage } from './stage.ts';

const MAIN = fileURLToPath(new URL('../../services/cli/src/main.ts', import.meta.url));
const SIGN_IN = /http:\/\/127\S+#signin=\S+/;

export interface ConsoleUi extends AsyncDisposable {
  /** Whoever opens it is signed in. */
  readonly link: string;
}

export async function openConsoleUi({ planes }: Stage, person: string): Promise<ConsoleUi> {
  const { server } = planes;
  const { user, password } = planes.credentials(person);
  const env = { ...ownEnvironment(), NATS_URL: server.url, NATS_USER: user, NATS_PASSWORD: password };
  const words = ['ui', '--websocket', server.websocketUrl, '--ui-port', '0'];
  const ui = startCommand([process.execPath, MAIN, ...words], { env, cwd: import.meta.dirname });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => ui.kill());
  const link = await eventually(() => signInLink(ui.said.out) ?? false, { timeoutMs: 60_000 });
  const owned = stack.move();
  return { link, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** As it is printed. */
const signInLink = (out: string): string | undefined => SIGN_IN.exec(out)?.[0];
