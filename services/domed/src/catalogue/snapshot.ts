// The code that runs is the content that its digest names, copied aside before it is read. A skill runs as the user of the
// daemon and can write where its own snapshot stands, so a snapshot serves one daemon and ends with it: nothing that was
// left there by another is ever run.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { unpackArchive } from '@dome/archive';
import type { PackedArchive } from '@dome/archive';

/** The folder in `home` that holds exactly the packed content. What is there already was placed by the same load. */
export async function placeSnapshot({ bytes, digest }: PackedArchive, home: string): Promise<string> {
  const target = join(home, digest.slice('sha256:'.length));
  const made = await mkdir(target, { recursive: true });
  if (made !== undefined) await unpackArchive(bytes, target, { expectedDigest: digest });
  return target;
}
