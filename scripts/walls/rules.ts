// The walls, as rules over the import graph. Each rule is pure and returns findings; a finding says where, what, and
// which law is broken. Source code is checked fully; tests only for the planes, because a test of the wire may spell
// it.
import { ARROWS, PLANE_ENTRIES } from './arrows.ts';
import { channelUses, contractImports } from './contract-uses.ts';
import { reachFrom, wayTo } from './module-graph.ts';
import type { Module, ModuleGraph } from './module-graph.ts';
import { chainOnlyDecides, noCircles, browserNeedsNoNode } from './order.ts';
import type { Finding, Rule } from './rule.ts';

/** What would let dome run a tool or open a socket of its own. */
const FORBIDDEN_BUILTINS =
  /^(child_process|cluster|worker_threads|vm|module|repl|inspector|net|tls|dgram|https?|http2)(\/|$)/;
/** The two ends of the only thread, which runs dome's own code and nothing else. */
const THREAD_FILES = /^services\/dome\/src\/adapters\/planning-thread(-main)?\.ts$/;
/** The one file that serves HTTP, for probes and metrics. */
const LISTENER_FILE = 'libs/runtime/src/http-listener.ts';
/** Besides it, tests stand in for what planes talk to. */
const HTTP_FILES = /^(libs\/runtime\/src\/http-listener\.ts$|libs\/testkit\/)/;
const HTTP_BUILTINS = /^(https?|http2)$/;
/** The one file that exports spans, loaded only where a collector is configured. */
const EXPORTER_FILE = 'libs/telemetry/src/tracing/otlp.ts';
const EXPORTER_PACKAGES = /^@opentelemetry\//;
/** The external packages that dome may use, through whatever lib: another package might start processes unnoticed. */
const DOME_PACKAGES = new Set([
  '@bufbuild/cel',
  '@bufbuild/re2',
  '@nats-io/jetstream',
  '@nats-io/kv',
  '@nats-io/nats-core',
  '@nats-io/obj',
  '@nats-io/services',
  '@nats-io/transport-node',
  'ajv',
  'ajv-formats',
  'cloudevents',
  'pino',
  'prom-client',
  'semver',
  'yaml',
]);
const COMPILER_PACKAGES = new Set(['ajv', 'ajv-formats', '@bufbuild/re2']);
/** Code compiled from the contract at generation time is ours, and has no foreign patterns. */
const COMPILER_USERS = new Set(['libs/skill-schema', 'libs/contracts']);
/** domed runs jobs: it asks nobody to run one, and has no use for the state of a run, or for plans, policies and law. */
const NOT_FOR_DOMED = /^libs\/(client|planning|runs)\//;
const DECIDING_PACKAGES = /^(@bufbuild\/cel|@marcbachmann\/cel-js|cel-js|@dome\/(client|control|planning))/;
/** Names of the contract's types that only a deciding plane needs. */
const DECIDING_TYPES =
  /^(Run(?!Id)[A-Z]|Plan|Gate|HumanGate|OpenGate|Policy|PolicyRef|Promot|Approval|Decision|DecidedBy|RequiredRole|RuleOutcome|Access|Law[A-Z]|Environment)/;
const DECIDING_EVENTS = /^dev\.dome\.(run|gate|approval|promotion|law)\./;
const WIRE_LITERAL = /^(dome\.(cmd|evt|log|svc|live)\.|\$JS\.|\$KV\.|\$SRV|_INBOX)/;
/**
 * The files that may spell the wire. The testkit is among them because it belongs to the tests: a check built from the
 * constants under test would prove nothing about them.
 */
const WIRE_FILES = /^(libs\/contracts\/src\/generated\/|libs\/testkit\/|libs\/bus\/src\/wire\.ts$)/;

const plane = (path: string): string | undefined => /^services\/[^/]+\//.exec(path)?.[0].slice(0, -1);
const isSource = ({ path, packagePath }: Module): boolean => path.startsWith(`${packagePath}/src/`);
const sourcesOf = (graph: ModuleGraph, packagePath: string): Module[] =>
  [...graph.modules.values()].filter((module) => module.packagePath === packagePath && isSource(module));

/** L3: no package imports a service, by name or by path, and no lib leads from one to the other. */
export const planesAreApart: Rule = (graph) => {
  const findings: Finding[] = [];
  for (const module of graph.modules.values()) {
    for (const { target, line } of module.imports) {
      if (target.kind !== 'module') continue;
      const entered = plane(target.path);
      if (entered === undefined || entered === module.packagePath || target.path === PLANE_ENTRIES[module.packagePath])
        continue;
      findings.push({
        rule: 'planes',
        at: `${module.path}:${line}`,
        says: `imports ${target.path}: ${entered} is reached over the wire`,
      });
    }
  }
  for (const packagePath of ['services/dome', 'services/domed', 'services/cli', ...Object.keys(PLANE_ENTRIES)]) {
    const reached = reachFrom(
      graph,
      sourcesOf(graph, packagePath).map(({ path }) => path),
    );
    for (const path of reached.keys()) {
      const entered = plane(path);
      if (entered === undefined || entered === packagePath || entered === plane(PLANE_ENTRIES[packagePath] ?? ''))
        continue;
      findings.push({ rule: 'planes', at: path, says: `is reached from ${packagePath}: ${wayTo(path, reached)}` });
    }
  }
  return findings;
};

/** The arrows between the packages, and no import outside the map. */
export const arrowsHold: Rule = (graph) => {
  const findings: Finding[] = [];
  for (const module of graph.modules.values()) {
    const allowed = ARROWS[module.packagePath];
    for (const { target, line } of module.imports) {
      const at = `${module.path}:${line}`;
      if (target.kind === 'nowhere') {
        findings.push({ rule: 'arrows', at, says: `imports ${target.specifier}, which leads to no file` });
      } else if (target.kind === 'module' && isSource(module)) {
        const entered = /^(libs|services|examples)\/[^/]+/.exec(target.path)?.[0] ?? target.path;
        if (entered === module.packagePath || allowed?.includes(entered) === true) continue;
        findings.push({
          rule: 'arrows',
          at,
          says: `imports ${target.path}; ${module.packagePath} may name ${allowed?.join(', ') ?? 'nothing'}`,
        });
      }
    }
  }
  return findings;
};

/** L1: no path leads from dome's imports to a process, a thread or a socket. */
export const domeStartsNothing: Rule = (graph) => {
  const reached = reachFrom(
    graph,
    sourcesOf(graph, 'services/dome').map(({ path }) => path),
  );
  const findings: Finding[] = [];
  for (const path of reached.keys()) {
    const module = graph.modules.get(path);
    if (module === undefined) continue;
    const way = wayTo(path, reached);
    for (const { target, line } of module.imports) {
      const fault = forbiddenForDome(target, path);
      if (fault !== undefined)
        findings.push({ rule: 'dome starts nothing', at: `${path}:${line}`, says: `${fault} (${way})` });
    }
    for (const { text, line } of module.hiddenLoads) {
      findings.push({ rule: 'dome starts nothing', at: `${path}:${line}`, says: `${text} can load any code (${way})` });
    }
  }
  return findings;
};

function forbiddenForDome(target: Module['imports'][number]['target'], path: string): string | undefined {
  if (target.kind === 'builtin' && FORBIDDEN_BUILTINS.test(target.name)) {
    const isAllowed =
      (path === LISTENER_FILE && target.name === 'http') ||
      (THREAD_FILES.test(path) && target.name === 'worker_threads');
    return isAllowed ? undefined : `imports node:${target.name}`;
  }
  const isExporter = target.kind === 'package' && path === EXPORTER_FILE && EXPORTER_PACKAGES.test(target.name);
  if (target.kind === 'package' && !DOME_PACKAGES.has(target.name) && !isExporter) {
    return `imports ${target.name}, which is not on the list of what dome may take from outside`;
  }
  return undefined;
}

/** L1: one file serves HTTP, and nothing is asked over a connection that Node's own client opens. */
export const httpIsServedOnce: Rule = (graph) =>
  [...graph.modules.values()]
    .filter((module) => isSource(module) && !HTTP_FILES.test(module.path))
    .flatMap(({ path, imports }) =>
      imports.flatMap(({ target, line }) =>
        target.kind === 'builtin' && HTTP_BUILTINS.test(target.name)
          ? [
              {
                rule: 'http is served once',
                at: `${path}:${line}`,
                says: `imports node:${target.name}: go through listenHttp of @dome/runtime`,
              },
            ]
          : [],
      ),
    );

/** L1: one file sends spans, so that one file knows where to. */
export const spansAreExportedOnce: Rule = (graph) =>
  [...graph.modules.values()]
    .filter((module) => isSource(module) && module.path !== EXPORTER_FILE)
    .flatMap(({ path, imports }) =>
      imports.flatMap(({ target, line }) =>
        target.kind === 'package' && EXPORTER_PACKAGES.test(target.name)
          ? [
              {
                rule: 'spans are exported once',
                at: `${path}:${line}`,
                says: `imports ${target.name}: tell spans to the Tracing of @dome/telemetry`,
              },
            ]
          : [],
      ),
    );

/** L2: domed decides nothing, so it does not use the types of deciding. */
export const domedDecidesNothing: Rule = (graph, { controlChannels }) => {
  const sources = sourcesOf(graph, 'services/domed');
  const reached = reachFrom(
    graph,
    sources.map(({ path }) => path),
  );
  const rule = 'domed decides nothing';
  const findings: Finding[] = [];
  for (const path of reached.keys()) {
    for (const { target, line } of graph.modules.get(path)?.imports ?? []) {
      const isDeciding = target.kind === 'package' && DECIDING_PACKAGES.test(target.name);
      const isWalled = target.kind === 'module' && NOT_FOR_DOMED.test(target.path);
      if (!isDeciding && !isWalled) continue;
      const name = target.kind === 'module' ? target.path : target.name;
      findings.push({ rule, at: `${path}:${line}`, says: `imports ${name} (${wayTo(path, reached)})` });
    }
  }
  for (const module of sources) {
    findings.push(...channelUses(module, controlChannels, { rule, says: 'belongs to the control plane' }));
    for (const { name, line } of contractImports(module)) {
      if (DECIDING_TYPES.test(name))
        findings.push({ rule, at: `${module.path}:${line}`, says: `takes ${name} from the contract` });
    }
    for (const { text, line } of module.literals) {
      if (DECIDING_EVENTS.test(text))
        findings.push({ rule, at: `${module.path}:${line}`, says: `names the event ${text}` });
    }
  }
  return findings;
};

/** L4: everything but the runtime itself invokes it through the thin client. */
export const onlyTheClientInvokes: Rule = (graph, { runtimeChannels }) => {
  const within = new Set(['libs/client', 'libs/contracts', 'libs/testkit', 'services/domed']);
  const about = { rule: 'only the client invokes', says: 'invokes the runtime: go through @dome/client' };
  return [...graph.modules.values()]
    .filter((module) => isSource(module) && !within.has(module.packagePath))
    .flatMap((module) => channelUses(module, runtimeChannels, about));
};

/** One file spells the wire. */
export const wireIsSpeltOnce: Rule = (graph, { storeNames }) => {
  const findings: Finding[] = [];
  for (const module of graph.modules.values()) {
    if (!isSource(module) || WIRE_FILES.test(module.path)) continue;
    for (const { text, line } of module.literals) {
      if (!WIRE_LITERAL.test(text) && !storeNames.has(text)) continue;
      findings.push({
        rule: 'wire is spelt once',
        at: `${module.path}:${line}`,
        says: `spells ${JSON.stringify(text)}: take it from @dome/contracts`,
      });
    }
  }
  return findings;
};

/** L11: one compiler of schemas and one pattern engine, because another would not count. */
export const schemasAreCompiledOnce: Rule = (graph) =>
  [...graph.modules.values()]
    .filter((module) => isSource(module) && !COMPILER_USERS.has(module.packagePath))
    .flatMap(({ path, imports }) =>
      imports.flatMap(({ target, line }) =>
        target.kind === 'package' && COMPILER_PACKAGES.has(target.name)
          ? [
              {
                rule: 'schemas are compiled once',
                at: `${path}:${line}`,
                says: `imports ${target.name}: go through @dome/skill-schema`,
              },
            ]
          : [],
      ),
    );

export const RULES: readonly Rule[] = [
  planesAreApart,
  arrowsHold,
  domeStartsNothing,
  httpIsServedOnce,
  spansAreExportedOnce,
  domedDecidesNothing,
  onlyTheClientInvokes,
  wireIsSpeltOnce,
  schemasAreCompiledOnce,
  chainOnlyDecides,
  noCircles,
  browserNeedsNoNode,
];
