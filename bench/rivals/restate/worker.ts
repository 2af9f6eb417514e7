// The service at a port of its own, which it makes known to the server.
import { serve } from '@restatedev/restate-sdk';

import { tellTallyAtEnd } from '../../tally.ts';
import { benchService } from './services.ts';

const { BENCH_RESTATE_ADMIN } = process.env;
const tally = tellTallyAtEnd(async () => {});
const port = await serve({ services: [benchService(() => tally.count())], port: 0 });
const made = await fetch(`${BENCH_RESTATE_ADMIN}/deployments`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ uri: `http://127.0.0.1:${port}` }),
});
if (!made.ok) throw new Error(`the deployment was refused: ${await made.text()}`);
console.log(JSON.stringify({ msg: 'ready' }));
