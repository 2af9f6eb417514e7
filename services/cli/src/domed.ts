// The `domed` program: the daemon, as a container or a unit of systemd runs it. Its environment says everything.

import process from 'node:process';

import { packageVersion } from '@dome/runtime';

import { servePlane } from './commands/serve.ts';
import { EXIT } from './exit-codes.ts';
import { outletOf } from './terminal/outlet.ts';

// A reader that is gone does not change the exit code.
const [out, err] = [outletOf(process.stdout), outletOf(process.stderr)];
process.exitCode = await domed(process.argv.slice(2));

async function domed([word]: readonly string[]): Promise<number> {
  switch (word) {
    case undefined:
      return await servePlane('domed', []);
    case '-h':
    case '--help':
      return await servePlane('domed', ['--help']);
    case '-V':
    case '--version':
      await out.write(`${packageVersion(import.meta.url)}\n`);
      return EXIT.success;
    default:
      await err.write(`error: domed takes no ${word}\nhint:  Its variables: domed --help.\n`);
      return EXIT.usage;
  }
}
