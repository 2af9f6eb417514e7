// Places a compiled service in a folder with all that it needs at run time and nothing else: what the Dockerfile copies into
// an image. `node scripts/place.ts services/dome /out/dome`, after `scripts/build.ts`.
import process from 'node:process';

import { neededBy } from './lock/needed.ts';
import { readLock } from './lock/read-lock.ts';
import { stagePackages } from './pack/stage-packages.ts';

const [service, out] = process.argv.slice(2);
if (service === undefined || out === undefined) {
  console.error('usage: node scripts/place.ts SERVICE FOLDER, such as services/dome /out/dome');
  process.exit(2);
}
stagePackages(neededBy(service, readLock()), out);
