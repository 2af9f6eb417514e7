// Both planes and the console as `dome ui` serves it, on a broker that a test may stop and start again.
import { fileURLToPath } from 'node:url';

import { eventually } from '@dome/testkit';

import { ownEnvironment, startCommand } from './command.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const MAIN = fileURLToPath(new URL('../../services/cli/src/main.ts', import.meta.url));
const SIGN_IN = /http:\/\/127\S+#signin=\S+/;

export interface ConsoleStage extends AsyncDisposable {
  readonly stage: Stage;
  /** Whoever opens it is signed in. */
  readonly link: string;
}

export async function openConsoleStage(skills: readonly string[], person: string): Promise<ConsoleStage> {
  await using stack = new AsyncDisposableStack();
  const stage = stack.use(await openStage({ skills }));
  await stage.daemon();
  await stage.control();
  const { planes } = stage;
  const { server } = planes;
  const { user, password } = planes.credentials(person);
  const env = { ...ownEnvironment(), NATS_URL: server.url, NATS_USER: user, NATS_PASSWORD: password };
  const words = ['ui', '--websocket', server.websocketUrl, '--ui-port', '0'];
  const ui = startCommand([process.execPath, MAIN, ...words], { env, cwd: import.meta.dirname });
  stack.defer(() => ui.kill());
  const link = await eventually(() => signInLink(ui.said.out) ?? false, { timeoutMs: 60_000 });
  const owned = stack.move();
  return { stage, link, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** As it is printed. */
const signInLink = (out: string): string | undefined => SIGN_IN.exec(out)?.[0];
