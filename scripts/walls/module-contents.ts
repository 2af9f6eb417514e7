// What one module contains: its imports, its string literals, and the imported names it uses. A real parser reads it,
// because a text search misses a renamed import or a literal in a template, and finds both in comments.
import { parseSync, visitorKeys } from 'oxc-parser';
import type { StaticExport, StaticImport } from 'oxc-parser';

export interface ImportStatement {
  readonly specifier: string;
  /** The names taken, as exported; `*` for all of it. */
  readonly names: readonly { readonly name: string; readonly local: string }[];
  /** Only the compiler sees it: nothing is loaded. */
  readonly isType: boolean;
  readonly line: number;
}

export interface StringLiteral {
  readonly text: string;
  readonly line: number;
}

/** A use of a binding: `subjects.runEvent` is `{local: 'subjects', member: 'runEvent'}`; without member it is passed on whole. */
export interface BindingUse {
  readonly local: string;
  readonly member: string | undefined;
  readonly line: number;
}

export interface ModuleContents {
  readonly imports: readonly ImportStatement[];
  readonly literals: readonly StringLiteral[];
  readonly uses: readonly BindingUse[];
  /** Ways to load code without an import: `eval`, `getBuiltinModule`, an import of a computed name. */
  readonly hiddenLoads: readonly StringLiteral[];
}

const LOADING_NAMES = new Set([
  'eval',
  'Function',
  'require',
  'createRequire',
  'getBuiltinModule',
  'binding',
  'dlopen',
]);

const GENERATED = /[\\/]src[\\/]generated[\\/]/;

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number };

/**
 * Of generated modules only the imports are read: spelling the wire is their purpose, and they are large.
 * @throws Error when the text does not parse, because unreadable code cannot be checked
 */
export function readModule(path: string, text: string): ModuleContents {
  const parsed = parseSync(path, text);
  const [fault] = parsed.errors;
  if (fault !== undefined) throw new Error(`${path} does not parse: ${fault.message}`);
  const lineOf = lineCounter(text);
  const imports = [
    ...parsed.module.staticImports.map(importStatement),
    ...parsed.module.staticExports.flatMap(reexportStatements),
  ];
  const found: FoundContents = {
    imports: imports.map(({ start, ...word }) => ({ ...word, line: lineOf(start) })),
    literals: [],
    uses: [],
    hiddenLoads: [],
    lineOf,
  };
  if (!GENERATED.test(path)) visit(parsed.program, undefined, found);
  return found;
}

type Unplaced = Omit<ImportStatement, 'line'> & { readonly start: number };

function importStatement({ moduleRequest, entries, start }: StaticImport): Unplaced {
  const names = entries.map(({ importName, localName }) => ({ name: takenName(importName), local: localName.value }));
  const isType = entries.length > 0 && entries.every((entry) => entry.isType);
  return { specifier: moduleRequest.value, names, isType, start };
}

/** `export … from` takes a name like an import, but has no local one. */
function reexportStatements({ entries, start }: StaticExport): Unplaced[] {
  return entries.flatMap(({ moduleRequest, importName, isType }) =>
    moduleRequest === null
      ? []
      : [{ specifier: moduleRequest.value, names: [{ name: takenName(importName), local: '' }], isType, start }],
  );
}

function takenName(taken: { readonly kind: string; readonly name: string | null }): string {
  if (taken.kind === 'Name') return taken.name ?? '*';
  return taken.kind === 'Default' ? 'default' : '*';
}

interface FoundContents {
  readonly imports: ImportStatement[];
  readonly literals: StringLiteral[];
  readonly uses: BindingUse[];
  readonly hiddenLoads: StringLiteral[];
  readonly lineOf: (at: number) => number;
}

function visit(value: unknown, parent: Node | undefined, found: FoundContents): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, parent, found);
    return;
  }
  if (!isNode(value)) return;
  record(value, parent, found);
  for (const key of visitorKeys[value.type] ?? []) {
    // The specifier of an import is not a literal of the module, and a property name is not a use of a binding.
    if (key === 'source' && value.type !== 'ImportExpression') continue;
    if (isPlainName(value, key)) continue;
    visit(value[key], value, found);
  }
}

function record(node: Node, parent: Node | undefined, found: FoundContents): void {
  const line = found.lineOf(node.start);
  switch (node.type) {
    case 'Literal':
      if (typeof node['value'] === 'string') found.literals.push({ text: node['value'], line });
      return;
    case 'TemplateElement':
      found.literals.push({ text: templateText(node), line });
      return;
    case 'ImportExpression':
      recordDynamicImport(node, found);
      return;
    case 'MemberExpression':
      recordLoadingName(memberName(node), line, found);
      return;
    case 'Identifier':
      recordLoadingName(String(node['name']), line, found);
      recordUse(node, parent, found);
      return;
    default:
  }
}

function recordDynamicImport(node: Node, found: FoundContents): void {
  const line = found.lineOf(node.start);
  const source = node['source'];
  const specifier = isNode(source) && source.type === 'Literal' ? source['value'] : undefined;
  if (typeof specifier === 'string') {
    found.imports.push({ specifier, names: [{ name: '*', local: '' }], isType: false, line });
  } else found.hiddenLoads.push({ text: 'import of a computed name', line });
}

function recordLoadingName(name: string | undefined, line: number, found: FoundContents): void {
  if (name !== undefined && LOADING_NAMES.has(name)) found.hiddenLoads.push({ text: name, line });
}

function recordUse(node: Node, parent: Node | undefined, found: FoundContents): void {
  if (parent?.type.startsWith('Import') === true) return;
  const isObject = parent?.type === 'MemberExpression' && parent['object'] === node;
  const member = isObject ? memberName(parent) : undefined;
  found.uses.push({ local: String(node['name']), member, line: found.lineOf(node.start) });
}

function memberName(node: Node): string | undefined {
  const property = node['property'];
  if (!isNode(property)) return undefined;
  if (node['computed'] === true) return typeof property['value'] === 'string' ? property['value'] : undefined;
  return String(property['name']);
}

/** The name of a property or member, which looks like an identifier but refers to nothing outside. */
function isPlainName(node: Node, key: string): boolean {
  if (node['computed'] === true) return false;
  if (node.type === 'MemberExpression') return key === 'property';
  return key === 'key' && node['shorthand'] !== true;
}

function templateText(node: Node): string {
  const value = node['value'];
  const cooked: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'cooked') : undefined;
  return typeof cooked === 'string' ? cooked : '';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string';
}

function lineCounter(text: string): (at: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (at) => {
    const after = starts.findIndex((start) => start > at);
    return after === -1 ? starts.length : after;
  };
}
