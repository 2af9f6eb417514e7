// The table of docs/nats-cli.md, and the contexts that `dome dev` wrote.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** As far as tests read the file of a context. */
export interface ContextFile {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly inbox_prefix: string;
  readonly jetstream_api_prefix?: string;
}
export type ContextFiles = ReadonlyMap<string, ContextFile>;

export interface NatsRow {
  /** One, or several with commas between them. */
  readonly command: string;
  /** Undefined: the command listens. */
  readonly request: string | undefined;
  readonly contexts: readonly string[];
}

/** Whose rights the page says are those of PEOPLE. */
export const PERSON = 'ada';

export const natsRows = (page: string): NatsRow[] =>
  [...page.matchAll(/^\| (`nats [^|]+?) +\| +(?:`([^`]+)`)? +\| ([A-Z, ]+?) +\|$/gm)].map(
    ([, command = '', request, contexts = '']): NatsRow => ({ command, request, contexts: contexts.split(', ') }),
  );

/** @param dir of a stage of the command line */
export async function readContexts(dir: string): Promise<ContextFiles> {
  const folder = join(dir, 'config/nats/context');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const read = async (name: string): Promise<[string, ContextFile]> => [
    name.replace(/\.json$/, ''),
    JSON.parse(await readFile(join(folder, name), 'utf8')) as ContextFile,
  ];
  return new Map(await Promise.all(names.map(read)));
}

/**
 * The context of that name whose prefix is that of the request.
 *
 * @throws Error if there is none
 */
export function contextFor(files: ContextFiles, name: string, request: string): string {
  const plain = name === 'PEOPLE' ? `dome-PEOPLE-${PERSON}` : `dome-${name}`;
  const prefix = /^(DOMED?\.API)\./.exec(request)?.[1];
  const found = [plain, `${plain}-runs`].find(
    (one) => prefix === undefined || files.get(one)?.jetstream_api_prefix === prefix,
  );
  if (found === undefined) throw new Error(`no context ${plain} has the prefix of ${request}`);
  return found;
}
