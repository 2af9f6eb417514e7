// Whether the plane in this container is ready: asks its `/readyz` where DOME_HTTP says, and exits with 1 if it is not. A plane
// that listens nowhere cannot be asked; it counts as ready while it runs.
import { get } from 'node:http';
import process from 'node:process';

const ANSWER_MS = 4_000;

const port = /:(\d+)$/.exec(process.env['DOME_HTTP'] ?? '')?.[1];
if (port === undefined) {
  process.stdout.write('DOME_HTTP is not set: nobody can be asked\n');
} else {
  const request = get({ port, path: '/readyz?verbose', timeout: ANSWER_MS }, (response) => {
    response.pipe(process.stdout);
    process.exitCode = response.statusCode === 200 ? 0 : 1;
  });
  request.on('timeout', () => request.destroy(new Error(`no answer in ${ANSWER_MS / 1000} s`)));
  request.on('error', (error) => {
    process.stdout.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
