// Names of variables that nobody else may set for a skill: those of the protocol, and those that would change a program
// before its first instruction.
const RESERVED =
  /^(DOME_.*|INPUT_.*|GIT_CEILING_DIRECTORIES|GITHUB_OUTPUT|GITHUB_STEP_SUMMARY|PATH|TMPDIR|CI|NO_COLOR|TRACEPARENT|TRACESTATE|LD_.*|DYLD_.*|NODE_OPTIONS|NODE_CHANNEL_.*|BASH_ENV|ENV|IFS)$/;

export function isReserved(name: string): boolean {
  return RESERVED.test(name);
}
