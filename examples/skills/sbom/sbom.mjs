import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const ALGORITHMS = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** It uses neither a clock nor a random number, so the document is a function of the workspace. */
export async function run({ lockfile }, context) {
  const { workspace } = context;
  const lock = await readLock(join(workspace, lockfile), context);
  const { '': root = {}, ...packages } = lock.packages ?? {};
  const libraries = Object.entries(packages)
    .filter(([, { link }]) => link !== true)
    .map(libraryOf)
    .toSorted(byName);

  const paths = await files(workspace);
  const fileComponents = [];
  for (const [index, path] of paths.entries()) {
    const bytes = await readFile(join(workspace, path));
    fileComponents.push({ type: 'file', name: path, hashes: [{ alg: 'SHA-256', content: sha256(bytes) }] });
    context.progress((index + 1) / paths.length, path.slice(0, 200));
  }

  const subject = {
    type: 'application',
    name: root.name ?? lock.name ?? 'workspace',
    version: root.version ?? lock.version ?? '0.0.0',
  };
  const components = [...libraries, ...fileComponents];
  const identity = sha256(JSON.stringify({ subject, components }));
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(identity)}`,
    version: 1,
    metadata: { component: { 'bom-ref': purl(subject), ...subject } },
    components,
  };
  const text = `${JSON.stringify(document, undefined, 2)}\n`;
  await writeFile(join(context.artifacts, 'sbom.cdx.json'), text);
  context.log(`${libraries.length} packages, ${fileComponents.length} files`);
  context.summary(`**${libraries.length}** packages, **${fileComponents.length}** files`);
  return { components: libraries.length, files: fileComponents.length, digest: `sha256:${sha256(text)}` };
}

async function readLock(path, context) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT')
      throw context.fail('the workspace has no lock file, so nobody can say what it is built from');
    throw error;
  }
}

/** The name of a package is what follows the last node_modules/ of its path. */
function libraryOf([place, { version, license, integrity, dev, optional }]) {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return {
    type: 'library',
    'bom-ref': `${purl({ name, version })}#${place}`,
    name,
    version,
    scope: dev === true || optional === true ? 'optional' : 'required',
    ...(integrity === undefined ? {} : { hashes: integrity.split(' ').map(hashOf) }),
    ...(typeof license === 'string' ? { licenses: [{ expression: license }] } : {}),
    purl: purl({ name, version }),
  };
}

function hashOf(integrity) {
  const at = integrity.indexOf('-');
  return {
    alg: ALGORITHMS[integrity.slice(0, at)],
    content: Buffer.from(integrity.slice(at + 1), 'base64').toString('hex'),
  };
}

const purl = ({ name, version }) => `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${version}`;

/** A name-based UUID (version 8: by our own rules). */
function uuidOf(hex) {
  const variant = ((Number.parseInt(hex[16], 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

async function files(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const isOwn = (path) => !/(^|\/)(node_modules|\.git)(\/|$)/.test(path);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter(isOwn)
    .toSorted();
}
