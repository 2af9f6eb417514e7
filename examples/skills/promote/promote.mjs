import { createHash, createHmac } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { appendFile, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';

/** The digest is checked again here, at the last step before the bytes count, even if it was checked before. */
export async function run({ promotion, name, directory }, context) {
  const { digest, to: environment } = promotion;
  const source = join(context.materials, 'artifact');
  const actual = await digestOf(source);
  if (actual !== digest) throw new Error(`the artifact has digest ${actual}, not ${digest}`);

  const folder = join(directory, environment);
  const path = join(folder, name);
  await mkdir(folder, { recursive: true });
  const note = journalOf(`${folder}.journal`, context.jobId);
  await note({ what: 'enter' });
  const changed = await place({ source, path, digest, folder, name }, context);
  const signature = createHmac('sha256', process.env.SIGNING_KEY).update(`${environment}\n${digest}`).digest('hex');
  await note({ what: 'leave', name, digest, signature });
  const { size } = await stat(source);
  return { path, digest, size, changed, signature };
}

/** One line for each beginning and each end, with the token of the lock, by which others can order them. */
function journalOf(path, job) {
  const token = Number(process.env.DOME_LOCK_1_TOKEN);
  return ({ what, ...rest }) => appendFile(path, `${JSON.stringify({ what, token, job, ...rest })}\n`);
}

async function place({ source, path, digest, folder, name }, context) {
  if ((await digestOf(path).catch(() => undefined)) === digest) {
    context.log(`${path} already holds ${digest}`);
    return false;
  }
  // Written beside its place, then renamed into it: a reader sees the old file or the new one, never half of one. The name
  // contains the attempt, so that two overlapping attempts do not write into one file; both rename the same bytes.
  const temporary = join(folder, `.${name}.${context.jobId}.${context.epoch}`);
  try {
    await copyFile(source, temporary, constants.COPYFILE_FICLONE);
    const file = await open(temporary, 'r+');
    await file.sync();
    await file.close();
    context.signal.throwIfAborted();
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  context.log(`${path} now holds ${digest}`);
  context.summary(`\`${name}\` is in **${basename(folder)}**`);
  return true;
}

async function digestOf(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}
