// The same program under the same namespaces, started by Node's own `spawn` with nothing around it: no job, no folder, no
// log, nobody who waits for it elsewhere.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { runLoad } from '../load.ts';

const script = join(import.meta.dirname, '../bash-skills/noop/noop.sh');
const NAMESPACES = ['--pid', '--fork', '--kill-child', '--mount-proc'];

await runLoad(async () => {
  const child = spawn('unshare', [...NAMESPACES, 'bash', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.resume();
  child.stderr.resume();
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the program ended with ${String(code)}`);
});
