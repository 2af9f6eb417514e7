// The profile `restricted` of the Pod Security Standards, and beyond it a root file system that nobody writes and no token
// of the cluster in any pod.
import { at, containersOf, listOf, podsOf, textOf } from '../manifest.ts';
import type { Container, Manifest, Pod } from '../manifest.ts';

export function restrictedComplaints(manifests: readonly Manifest[]): string[] {
  return podsOf(manifests).flatMap((pod) => [...podComplaints(pod), ...containersOf(pod).flatMap(containerComplaints)]);
}

const SECCOMP = ['RuntimeDefault', 'Localhost'];
const VOLUMES = ['configMap', 'csi', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

function podComplaints({ title, spec }: Pod): string[] {
  const context = spec['securityContext'];
  const complaints: string[] = [];
  if (at(context, 'runAsNonRoot') !== true) complaints.push('may run as root');
  if (Number(at(context, 'runAsUser') ?? 0) === 0) complaints.push('names no user other than root');
  if (!SECCOMP.includes(textOf(at(context, 'seccompProfile', 'type')))) complaints.push('has no seccomp profile');
  if (spec['automountServiceAccountToken'] !== false) complaints.push('gets a token of the cluster');
  if (spec['enableServiceLinks'] !== false) complaints.push('gets the addresses of services as variables');
  for (const member of ['hostNetwork', 'hostPID', 'hostIPC'])
    if (spec[member] === true) complaints.push(`has ${member}`);
  for (const volume of listOf(spec['volumes'])) {
    const kinds = Object.keys(Object(volume)).filter((member) => member !== 'name');
    const odd = kinds.filter((kind) => !VOLUMES.includes(kind));
    if (odd.length > 0) complaints.push(`has a volume that is a ${odd.join(', ')}`);
    if (kinds.includes('emptyDir') && at(volume, 'emptyDir', 'sizeLimit') === undefined)
      complaints.push(`has an emptyDir of any size: ${textOf(at(volume, 'name'))}`);
  }
  return complaints.map((complaint) => `${title}: ${complaint}`);
}

function containerComplaints({ title, fields }: Container): string[] {
  const context = fields['securityContext'];
  const complaints: string[] = [];
  if (at(context, 'allowPrivilegeEscalation') !== false) complaints.push('may gain privileges');
  if (at(context, 'privileged') === true) complaints.push('is privileged');
  if (at(context, 'readOnlyRootFilesystem') !== true) complaints.push('may write to its root file system');
  if (JSON.stringify(at(context, 'capabilities', 'drop')) !== '["ALL"]') complaints.push('keeps capabilities');
  if (listOf(at(context, 'capabilities', 'add')).length > 0) complaints.push('gets capabilities');
  if (at(context, 'runAsNonRoot') === false || at(context, 'runAsUser') === 0) complaints.push('runs as root');
  return complaints.map((complaint) => `${title}: ${complaint}`);
}
