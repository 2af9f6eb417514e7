// Builds the images of an installation, each as `dome-run/<target>:<version>`, and writes beside them, into `dist/images`, what
// is in each (CycloneDX) and how it was made (in-toto). Arguments go to `docker build`, such as `--network host`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { readManifest } from './build/packages.ts';
import { buildImage, engineFault, inspectImage, nodeVersion, systemPackages } from './images/engine.ts';
import { npmComponents } from './images/npm-components.ts';
import { imageProvenance } from './images/provenance.ts';
import { sbomOf } from './images/sbom.ts';
import { imageSource } from './images/source.ts';
import { BASE_IMAGES, IMAGES, imageName } from './images/targets.ts';
import { neededBy } from './lock/needed.ts';
import { readLock } from './lock/read-lock.ts';

const OUT = join('dist', 'images');

const fault = engineFault();
if (fault !== undefined) {
  console.error(`images: ${fault}`);
  process.exit(1);
}
const version = String(readManifest('package.json')['version']);
const source = imageSource();
const entries = readLock();
const components = npmComponents();
const lock = readFileSync('package-lock.json');
const args = process.argv.slice(2);

mkdirSync(OUT, { recursive: true });
for (const { target, service } of IMAGES) {
  const name = imageName(target, version);
  const startedAt = new Date();
  console.log(`${name}: building`);
  const command = buildImage({ target, name, version, source, args });
  const image = inspectImage(name);
  const bases = BASE_IMAGES.map((base) => ({ name: base, id: inspectImage(base).id }));
  const finishedAt = new Date();
  const contents = { components, system: systemPackages(name), node: nodeVersion(name) };
  const sbom = sbomOf({ name, version, needed: neededBy(service, entries), entries, ...contents });
  const provenance = imageProvenance({ name, image, bases, source, lock, command, startedAt, finishedAt });
  for (const [kind, document] of [
    ['cdx', sbom],
    ['provenance', provenance],
  ] as const) {
    writeFileSync(join(OUT, `${target}-${version}.${kind}.json`), `${JSON.stringify(document, undefined, 2)}\n`);
  }
  console.log(`${name}: ${Math.round(image.bytes / 1e6)} MB, ${sbom.components.length} components, ${image.id}`);
}
console.log(`what is in them and how they were made: ${OUT}`);
