// A test of a Python program cannot hold where there is no Python, and a machine without it is one we support. So this is
// the one place that passes a test over: it asks the machine, and gives the reason. A Python that is there and fails is
// never passed over, and `.ci/run` fails when anything was.
import { spawnSync } from 'node:child_process';

const PROBE_MS = 20_000;
const ABSENT = 'No module named';

/** What of vitest's test context is needed. */
export interface PassedOver {
  skip(why?: string): never;
}

/** Ends the test as skipped, with the reason, where no Python with this module is. */
export function needPython(test: PassedOver, module?: string): void {
  const why = whyNoPython(module === undefined ? {} : { module });
  if (why !== undefined) test.skip(why);
}

export interface PythonNeed {
  /** A module of the standard library, or pip, that some machines leave out. */
  readonly module?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Undefined where there is one, or where only running it can tell. */
export function whyNoPython({ module = 'sys', env = process.env }: PythonNeed = {}): string | undefined {
  const { error, stderr } = spawnSync('python3', ['-c', `import ${module}`], {
    env,
    encoding: 'utf8',
    timeout: PROBE_MS,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return 'this machine has no python3';
  return stderr?.includes(`${ABSENT} '${module}'`) ? `this machine's python3 has no ${module}` : undefined;
}
