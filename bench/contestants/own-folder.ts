// A temporary folder that lasts as long as what keeps its files there, however that ends.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `open` returns removes the folder when it is disposed of, too. */
export async function inOwnFolder<Opened extends AsyncDisposable>(
  name: string,
  open: (folder: string) => Promise<Opened>,
): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), `dome-bench-${name}-`));
  // A process that has just been killed may still make a file.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.once('exit', remove);
  const end = (): void => {
    process.off('exit', remove);
    remove();
  };
  try {
    const opened = await open(folder);
    return {
      ...opened,
      [Symbol.asyncDispose]: async () => {
        await opened[Symbol.asyncDispose]();
        end();
      },
    };
  } catch (cause) {
    end();
    throw cause;
  }
}
