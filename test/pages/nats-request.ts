// `nats --context NAME request SUBJECT BODY`, as far as pages use it: where the program is not installed, what they say of
// contexts, subjects and bodies is still tried.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

import { connect } from '@nats-io/transport-node';

const [option, name = '', verb, subject = '', body = ''] = process.argv.slice(2);
if (option !== '--context' || verb !== 'request')
  throw new Error(`a page uses nats otherwise: ${process.argv.join(' ')}`);
const path = join(process.env['XDG_CONFIG_HOME'] ?? '', 'nats', 'context', `${name}.json`);
const context = JSON.parse(await readFile(path, 'utf8')) as {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly inbox_prefix: string;
};
const { url: servers, user, password: pass, inbox_prefix: inboxPrefix } = context;
const nc = await connect({ servers, user, pass, inboxPrefix });
process.stdout.write(`${(await nc.request(subject, body)).string()}\n`);
await nc.close();
