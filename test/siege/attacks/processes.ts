// Processes that misuse themselves and each other: forks, signals, exit codes, stalls.
import { repeat } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { strikeWith } from './job.ts';

const EVERY_MS = 2_500;

/** Signals to everybody are sent only inside a process namespace, which numbers from 1. */
const SCRIPTS = [
  'for ((n = 0; n < 150; n++)); do (setsid sleep 30 &) ; done',
  'f() { for ((n = 0; n < 3; n++)); do (($1 > 0)) && f $(($1 - 1)) & done; wait; }; f 3',
  'for ((n = 0; n < 50; n++)); do (trap "" TERM HUP INT; sleep 30) & done; exit 0',
  'kill -STOP $$',
  'sleep 30 & kill -STOP $!; exit 0',
  'kill -9 $$',
  '(($$ < 1000)) && kill -9 $PPID; sleep 1',
  '(($$ < 1000)) && kill -9 1; sleep 1',
  '(($$ < 1000)) && kill -9 -1; sleep 1',
  'kill -SEGV $$',
  'exec 1>&- 2>&- 0<&-; sleep 2',
  'sleep 30 >/dev/null 2>&1 & disown; exit 3',
  'exec 9<>/dev/null; for ((n = 10; n < 250; n++)); do eval "exec $n<>/dev/null" || break; done; exit 0',
  'ulimit -v 100000; python3 -c "x = bytearray(10 ** 9)"',
  'rm -rf "$PWD"; exit 0',
  'rm -rf "$DOME_OUTPUT" "$DOME_SUMMARY" "$DOME_ARTIFACTS"; mkfifo "$DOME_OUTPUT" "$DOME_SUMMARY"; exit 0',
  'rm -f "$DOME_OUTPUT"; ln -s /dev/zero "$DOME_OUTPUT"',
  'head -c 50000000 /dev/zero >"$DOME_OUTPUT"',
  'python3 -c "print(\'{\\"a\\":\' * 50000)" >"$DOME_OUTPUT"',
  'exit 75',
];

export const processes: Attack = {
  name: 'processes',
  title: 'forks, signals, exit codes, processes that stand still',
  run: async (ground, round) => {
    let at = 0;
    await repeat(EVERY_MS, round, async () => {
      const turn = at++;
      const code = round.dice.between(2, 255);
      const script = turn % 5 === 4 ? `exit ${code}` : (SCRIPTS[(turn - Math.floor(turn / 5)) % SCRIPTS.length] ?? '');
      await strikeWith(ground, { name: 'processes', skill: 'attack-shell', script, ...round });
    });
  },
};

const RUNNER_SCRIPTS = [
  'process.exit(0)',
  "process.kill(process.pid, 'SIGSTOP'); return {}",
  "process.kill(process.pid, 'SIGKILL')",
  'for (;;) {}',
  'setTimeout(() => { throw new Error("later") }, 10); return await new Promise(() => {})',
  'if (process.pid < 1_000) process.kill(process.ppid, "SIGKILL"); return {}',
  'process.abort()',
  'process.stdout.write("x".repeat(5e7)); return {}',
  'Object.prototype.then = 1; Promise.resolve = null; return {}',
  'globalThis.process = undefined; JSON.parse = () => { throw 1 }; return { a: 1 }',
  'return { get a() { throw new Error("no") } }',
  'return { toJSON() { for (;;) {} } }',
  'context.progress(NaN, {}); context.annotate(null); context.log({}); context.summary(Symbol("x")); return {}',
  'for (let n = 0; n < 20000; n += 1) context.annotate({ level: "error", message: "m".repeat(100) }); return {}',
];

export const runners: Attack = {
  name: 'runners',
  title: 'modules that break the runner they run in',
  run: async (ground, round) => {
    let at = 0;
    await repeat(EVERY_MS, round, async () => {
      const script = RUNNER_SCRIPTS[at++ % RUNNER_SCRIPTS.length] ?? '';
      await strikeWith(ground, { name: 'runners', skill: 'attack-node', script, ...round });
    });
  },
};
