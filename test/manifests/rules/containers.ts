// What every container says of itself: which image exactly, what it needs, how it is seen to live.
import { at, containersOf, fieldsOf, listOf, podsOf, textOf } from '../manifest.ts';
import type { Container, Manifest, Pod } from '../manifest.ts';

export function containerComplaints(manifests: readonly Manifest[]): string[] {
  return podsOf(manifests).flatMap((pod) => [
    ...containersOf(pod).flatMap((container) => [
      ...imageComplaints(container),
      ...resourceComplaints(container),
      ...(isServing(pod, container) ? probeComplaints(container) : []),
      ...mountComplaints(pod, container),
    ]),
    ...volumeImageComplaints(pod),
  ]);
}

/** `registry:5000/name:1.2.3`, or whatever name, by digest. */
const PINNED = /^\S*[^:@/\s]:[\w.-]*\d+\.\d+\.\d+[\w.-]*$|@sha256:[0-9a-f]{64}$/;

const isPinned = (image: unknown): boolean => PINNED.test(textOf(image));

function imageComplaints({ title, fields }: Container): string[] {
  if (isPinned(fields['image'])) return [];
  return [`${title}: the image ${JSON.stringify(fields['image'])} names no exact version`];
}

function volumeImageComplaints({ title, spec }: Pod): string[] {
  return listOf(spec['volumes']).flatMap((volume) => {
    const image = at(volume, 'image');
    if (image === undefined || isPinned(at(image, 'reference'))) return [];
    return [`${title}: the volume ${textOf(at(volume, 'name'))} names no exact version`];
  });
}

function resourceComplaints({ title, fields }: Container): string[] {
  const missing = [
    ['requests', 'cpu'],
    ['requests', 'memory'],
    ['limits', 'memory'],
  ].filter((path) => at(fields, 'resources', ...path) === undefined);
  return missing.map((path) => `${title}: has no resources.${path.join('.')}`);
}

/** A Job ends by itself, and whoever waits for it sees that. */
const isServing = ({ kind }: Pod, { isInit }: Container): boolean =>
  !isInit && !['Job', 'CronJob', 'Pod'].includes(kind);

function probeComplaints({ title, fields }: Container): string[] {
  const ports = listOf(fields['ports']).map((port) => at(port, 'name'));
  return ['startupProbe', 'livenessProbe', 'readinessProbe'].flatMap((probe) => {
    const port = at(fields, probe, 'httpGet', 'port');
    if (fields[probe] === undefined) return [`${title}: has no ${probe}`];
    return ports.includes(port) ? [] : [`${title}: its ${probe} asks a port that it does not have: ${String(port)}`];
  });
}

function mountComplaints({ spec }: Pod, { title, fields }: Container): string[] {
  const claims = listOf(fields['volumeMounts']).map((mount) => textOf(at(mount, 'name')));
  const volumes = listOf(spec['volumes']).map((volume) => textOf(fieldsOf(volume)['name']));
  return claims
    .filter((name) => !volumes.includes(name) && name !== 'data')
    .map((name) => `${title}: mounts ${name}, which the pod does not have`);
}
