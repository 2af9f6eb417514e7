// The command that the bootstrap runs before anything that needs a broker. It prints the path to standard output and
// progress to standard error, so that a script reads the one and a person sees the other.
import { toDomeError } from '@dome/contracts';

import { ensureServer } from './ensure-server.ts';

try {
  const { path } = await ensureServer({
    onProgress: (line) => process.stderr.write(`dome: ${line}\n`),
  });
  process.stdout.write(`${path}\n`);
} catch (thrown) {
  const error = toDomeError(thrown);
  process.stderr.write(`dome: ${error.message}\n${error.hint}\n`);
  process.exitCode = 1;
}
