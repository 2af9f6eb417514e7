// A test of a Python program cannot pass without Python, and we support machines without it. So this is the one place that
// skips a test: it checks the machine, and gives the reason. A Python that is there and fails never skips a test, and
// `.ci/run` fails when anything was skipped.
import { spawnSync } from 'node:child_process';

const PROBE_MS = 20_000;
const ABSENT = 'No module named';

/** The part of vitest's test context that is needed. */
export interface PassedOver {
  skip(why?: string): never;
}

/** Ends the test as skipped, with the reason, if there is no Python with this module. */
export function needPython(test: PassedOver, module?: string): void {
  const why = whyNoPython(module === undefined ? {} : { module });
  if (why !== undefined) test.skip(why);
}

export interface PythonNeed {
  /** A module of the standard library, or pip, that some machines lack. */
  readonly module?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Undefined if there is one, or if only running it can tell. */
export function whyNoPython({ module = 'sys', env = process.env }: PythonNeed = {}): string | undefined {
  const { error, stderr } = spawnSync('python3', ['-c', `import ${module}`], {
    env,
    encoding: 'utf8',
    timeout: PROBE_MS,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return 'this machine has no python3';
  return stderr?.includes(`${ABSENT} '${module}'`) ? `this machine's python3 has no ${module}` : undefined;
}
