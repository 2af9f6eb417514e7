// What is in an image, as CycloneDX 1.5 says it: our packages, those of others at the versions of the lock file, those of
// Debian, and Node. Pure.
import { placeFrom } from '../lock/places.ts';
import type { LockEntries } from '../lock/places.ts';
import type { Needed } from '../lock/needed.ts';
import type { SystemPackage } from './engine.ts';
import type { Component } from './npm-components.ts';

export interface Contents {
  readonly name: string;
  readonly version: string;
  readonly needed: Needed;
  readonly entries: LockEntries;
  /** By name and version. */
  readonly components: ReadonlyMap<string, Component>;
  readonly system: readonly SystemPackage[];
  readonly node: string;
}

interface Sbom {
  readonly components: readonly Component[];
  readonly [field: string]: unknown;
}

/** @throws Error where a package of the image has no description */
export function sbomOf({ name, version, needed, entries, components, system, node }: Contents): Sbom {
  const places = [...needed.folders, ...needed.places];
  const refs = [...new Set(places.map((place) => referenceOf(place, entries)))];
  const described = refs.map((ref) => {
    const component = components.get(ref);
    if (component === undefined) throw new Error(`npm sbom describes no ${ref}`);
    return component;
  });
  const dependencies = places.map((place) => ({ ref: referenceOf(place, entries), dependsOn: needs(place, entries) }));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'container', name: name.split(':')[0], version, 'bom-ref': name } },
    components: [...described, ...system.map(debianComponent), nodeComponent(node)],
    dependencies: dependencies.filter(({ ref }, at) => dependencies.findIndex((one) => one.ref === ref) === at),
  };
}

/** npm names a component so. */
function referenceOf(place: string, entries: LockEntries): string {
  const entry = entries[place] ?? {};
  const name = typeof entry['name'] === 'string' ? entry['name'] : place.slice(place.lastIndexOf('node_modules/') + 13);
  return `${name}@${entry.version ?? ''}`;
}

function needs(place: string, entries: LockEntries): readonly string[] {
  const { dependencies = {}, optionalDependencies = {} } = entries[place] ?? {};
  return Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((name) => {
    const found = placeFrom(entries, place, name);
    if (found === undefined) return [];
    const { link, resolved } = entries[found] ?? {};
    return [referenceOf(link === true ? (resolved ?? found) : found, entries)];
  });
}

function debianComponent({ name, version }: SystemPackage): Component {
  const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
  return { 'bom-ref': purl, type: 'library', name, version, purl };
}

function nodeComponent(version: string): Component {
  const purl = `pkg:generic/node@${version}`;
  return { 'bom-ref': purl, type: 'application', name: 'node', version, purl };
}
