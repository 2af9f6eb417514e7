// Whatever one object names in another is there: pods of services, config maps, claims of network policies.
import { at, containersOf, fieldsOf, listOf, podsOf, selects, textOf } from '../manifest.ts';
import type { Fields, Manifest, Pod } from '../manifest.ts';

export function referenceComplaints(manifests: readonly Manifest[]): string[] {
  const pods = podsOf(manifests);
  return [
    ...manifests.flatMap((manifest) => [
      ...ownPodComplaints(manifest),
      ...serviceComplaints(manifest, pods),
      ...monitorComplaints(manifest, manifests),
    ]),
    ...pods.flatMap((pod) => [...configMapComplaints(pod, manifests), ...networkComplaints(pod, manifests)]),
  ];
}

function ownPodComplaints({ kind, name, fields }: Manifest): string[] {
  const selector = at(fields, 'spec', 'selector');
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return [];
  const labels = fieldsOf(at(fields, 'spec', 'template', 'metadata', 'labels'));
  const isSame = selects(selector, labels) && Object.keys(fieldsOf(at(selector, 'matchLabels'))).length > 0;
  return isSame ? [] : [`${kind} ${name}: does not select its own pods`];
}

function serviceComplaints({ kind, name, fields }: Manifest, pods: readonly Pod[]): string[] {
  if (kind !== 'Service') return [];
  const matchLabels = fieldsOf(at(fields, 'spec', 'selector'));
  const selected = pods.filter(({ labels }) => selects({ matchLabels }, labels));
  if (selected.length !== 1) return [`Service ${name}: selects the pods of ${selected.length} workloads`];
  const open = selected.flatMap(containersOf).flatMap((container) => portsOf(container.fields));
  return listOf(at(fields, 'spec', 'ports')).flatMap((port) => {
    const target = textOf(at(port, 'targetPort'));
    return open.includes(target) ? [] : [`Service ${name}: leads to the port ${target}, which nobody opens`];
  });
}

/** A scrape that finds nothing looks like an installation without faults. */
function monitorComplaints({ kind, name, fields }: Manifest, manifests: readonly Manifest[]): string[] {
  if (kind !== 'ServiceMonitor') return [];
  const services = manifests.filter(
    (one) =>
      one.kind === 'Service' && selects(at(fields, 'spec', 'selector'), fieldsOf(at(one.fields, 'metadata', 'labels'))),
  );
  const open = services.flatMap((service) =>
    listOf(at(service.fields, 'spec', 'ports')).map((port) => at(port, 'name')),
  );
  const asked = listOf(at(fields, 'spec', 'endpoints')).map((endpoint) => at(endpoint, 'port'));
  const isFound = asked.every((port) => open.filter((one) => one === port).length === services.length);
  return services.length > 0 && isFound ? [] : [`ServiceMonitor ${name}: scrapes what is not there`];
}

const portsOf = (container: Fields): string[] => listOf(container['ports']).map((port) => textOf(at(port, 'name')));

function configMapComplaints(pod: Pod, manifests: readonly Manifest[]): string[] {
  const there = new Set(manifests.flatMap(({ kind, name }) => (kind === 'ConfigMap' ? [name] : [])));
  const volumes = listOf(pod.spec['volumes']).flatMap((volume) => [
    at(volume, 'configMap', 'name'),
    ...listOf(at(volume, 'projected', 'sources')).map((source) => at(source, 'configMap', 'name')),
  ]);
  const taken = containersOf(pod).flatMap(({ fields }) =>
    listOf(fields['envFrom']).map((source) => at(source, 'configMapRef', 'name')),
  );
  const missing = [...volumes, ...taken].map(textOf).filter((name) => name !== '' && !there.has(name));
  return missing.map((name) => `${pod.title}: reads the config map ${name}, which is not there`);
}

/** Nobody is reached and nobody reaches anybody, unless a policy of its own says so. */
function networkComplaints({ title, labels }: Pod, manifests: readonly Manifest[]): string[] {
  const policies = manifests.filter(
    ({ kind, fields }) => kind === 'NetworkPolicy' && selects(at(fields, 'spec', 'podSelector'), labels),
  );
  const closed = (direction: string): boolean =>
    policies.some(({ fields }) => listOf(at(fields, 'spec', 'policyTypes')).includes(direction));
  const complaints = ['Ingress', 'Egress'].filter((direction) => !closed(direction));
  const isOpen = policies.some(({ fields }) =>
    [...listOf(at(fields, 'spec', 'ingress')), ...listOf(at(fields, 'spec', 'egress'))].some(
      (rule) => Object.keys(fieldsOf(rule)).length === 0,
    ),
  );
  return [
    ...complaints.map((direction) => `${title}: no network policy closes its ${direction.toLowerCase()}`),
    ...(isOpen ? [`${title}: a network policy lets everybody through`] : []),
  ];
}
