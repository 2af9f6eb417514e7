import { createHash } from 'node:crypto';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BLOCK_BYTES = 512;

/** Nothing of the machine gets in: no owners, times, file system order or compressor settings. */
export async function run({ exclude }, context) {
  const { workspace } = context;
  const { name, version } = JSON.parse(await readFile(join(workspace, 'package.json'), 'utf8'));
  if (typeof name !== 'string' || typeof version !== 'string')
    throw context.fail('package.json has no name or no version');

  const paths = await files(workspace, new Set(['node_modules', '.git', ...exclude]));
  const blocks = [];
  for (const [index, path] of paths.entries()) {
    const full = join(workspace, path);
    const body = await readFile(full);
    const mode = ((await stat(full)).mode & 0o100) === 0 ? 0o644 : 0o755;
    blocks.push(
      header(`package/${path}`, body.length, mode),
      body,
      Buffer.alloc((BLOCK_BYTES - (body.length % BLOCK_BYTES)) % BLOCK_BYTES),
    );
    context.progress((index + 1) / paths.length);
  }
  blocks.push(Buffer.alloc(2 * BLOCK_BYTES));

  // Stored, not compressed: compressors differ between machines, and a stable digest is worth more than the space.
  const archive = gzipSync(Buffer.concat(blocks), { level: 0 });
  archive[9] = 255;
  await writeFile(join(context.artifacts, 'package.tgz'), archive);
  const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
  const file = `${name.replace(/^@/, '').replaceAll('/', '-')}-${version}.tgz`;
  context.log(`${file} ${digest}`);
  context.summary(`**${file}**, ${paths.length} files, ${archive.length} bytes`);
  return { name, version, file, digest, size: archive.length, entries: paths.length };
}

async function files(root, left) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !left.has(path.split('/')[0]) && !path.includes('/node_modules/'))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** A ustar header; a name that does not fit is split between the two fields at a slash. */
function header(path, size, mode) {
  const { name, prefix } = split(path);
  const block = Buffer.alloc(BLOCK_BYTES);
  const octal = (value, length) => value.toString(8).padStart(length - 1, '0');
  block.write(name, 0);
  block.write(octal(mode, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\0 `, 148);
  return block;
}

function split(path) {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: '' };
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155) return { name, prefix };
  }
  throw new RangeError(`the name ${path} is too long for the archive`);
}
