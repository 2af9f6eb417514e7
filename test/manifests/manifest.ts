// Objects of Kubernetes as they are written or rendered, read without trust: whatever is not there reads as nothing.
import { parseAllDocuments } from 'yaml';

export type Fields = Readonly<Record<string, unknown>>;

export interface Manifest {
  readonly kind: string;
  readonly name: string;
  /** The whole object. */
  readonly fields: Fields;
}

/** A pod, as a workload describes it. */
export interface Pod {
  /** `Deployment dome`, for people. */
  readonly title: string;
  readonly kind: string;
  readonly labels: Fields;
  readonly spec: Fields;
}

export interface Container {
  /** `Deployment dome, container dome`, for people. */
  readonly title: string;
  readonly name: string;
  /** It ends before the others begin. */
  readonly isInit: boolean;
  readonly fields: Fields;
}

/** @throws Error of the parser when the text is not YAML, TypeError when a document is no object of Kubernetes */
export function readManifests(text: string): Manifest[] {
  // Kubernetes reads YAML 1.1, in which 0440 is octal.
  const documents = parseAllDocuments(text, { version: '1.1', merge: false });
  return [...documents].flatMap((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    const value: unknown = document.toJS();
    return value === null || value === undefined ? [] : [manifestOf(value)];
  });
}

export function manifestOf(value: unknown): Manifest {
  const fields = fieldsOf(value);
  const kind = textOf(fields['kind']);
  const name = textOf(at(fields, 'metadata', 'name'));
  if (kind === '' || name === '') throw new TypeError(`no object of Kubernetes: ${JSON.stringify(value)}`);
  return { kind, name, fields };
}

export function podsOf(manifests: readonly Manifest[]): Pod[] {
  return manifests.flatMap(({ kind, name, fields }) => {
    const template = kind === 'Pod' ? fields : at(fields, ...(TEMPLATES[kind] ?? ['none']));
    if (template === undefined) return [];
    const labels = fieldsOf(at(template, 'metadata', 'labels'));
    return [{ title: `${kind} ${name}`, kind, labels, spec: fieldsOf(at(template, 'spec')) }];
  });
}

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

export function containersOf({ title, spec }: Pod): Container[] {
  const of = (member: string, isInit: boolean): Container[] =>
    listOf(spec[member]).map((value) => {
      const fields = fieldsOf(value);
      const name = textOf(fields['name']);
      return { title: `${title}, container ${name}`, name, isInit, fields };
    });
  return [...of('initContainers', true), ...of('containers', false)];
}

/** The value below the object at this path, if there is one. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((part, member) => (isFields(part) ? part[member] : undefined), value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True if an object with these labels is selected; a selector without a condition selects everything. */
export function selects(selector: unknown, labels: Fields): boolean {
  const wanted = Object.entries(fieldsOf(at(selector, 'matchLabels')));
  const expressions = listOf(at(selector, 'matchExpressions'));
  return (
    wanted.every(([label, value]) => labels[label] === value) &&
    expressions.every((expression) => {
      const value = labels[textOf(at(expression, 'key'))];
      const values = listOf(at(expression, 'values'));
      switch (at(expression, 'operator')) {
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        case 'In':
          return values.includes(value);
        case 'NotIn':
          return !values.includes(value);
        default:
          throw new TypeError(`no operator of a selector: ${JSON.stringify(expression)}`);
      }
    })
  );
}
