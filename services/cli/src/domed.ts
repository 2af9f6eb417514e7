// The `domed` program: the daemon, as a container or a unit of systemd runs it.

import process from 'node:process';

import { servePlane } from './commands/serve.ts';

process.exitCode = await servePlane('domed', process.argv.slice(2));
