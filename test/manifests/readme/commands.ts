// The commands on a page, as somebody types them: a list of words for each.

/** Of all blocks that are a shell's. A line that goes on in the next one is one line, and what is joined by `&&`, `|` or `>` is apart. */
export function commandsIn(page: string): string[][] {
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, ' ').split('\n'))
    .flatMap((line) => line.replace(/(?:^|\s)#.*$/, '').split(/\s(?:&&|\||>|&$)\s*/))
    .map(wordsOf)
    .filter((words) => words.length > 0);
}

function wordsOf(command: string): string[] {
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replaceAll(/['"]/g, ''));
}

/** Commands of a program that have commands of their own, and the flags that we use of each. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  kubectl: {
    apply: ['-f', '-k', '--server-side'],
    cp: [],
    'create namespace': [],
    'create secret generic': ['--from-file', '--dry-run', '-o'],
    delete: ['--ignore-not-found', '--wait'],
    exec: [],
    get: ['-l', '-o', '-w'],
    label: [],
    'port-forward': [],
    'rollout restart': [],
    'rollout status': ['--timeout'],
    run: ['--image', '--overrides', '--restart'],
    scale: ['--replicas'],
    wait: ['--for', '--timeout'],
  },
  helm: { install: ['-f', '--set', '-n'], test: ['-n'], upgrade: ['-f', '--set', '-n'] },
};
const GLOBAL = ['-n'];

export interface ToolCommand {
  readonly program: string;
  /** `create secret generic` */
  readonly verb: string;
  readonly namespace: string | undefined;
  /** What is neither a flag nor the value of one. */
  readonly operands: readonly string[];
  /** The last value of each; a flag without one is empty. */
  readonly flags: readonly (readonly [string, string])[];
}

/**
 * A command of kubectl or helm; nothing for another program.
 *
 * @throws TypeError for a verb or a flag that is not known here
 */
export function toolCommand(words: readonly string[]): ToolCommand | undefined {
  const [program = '', ...rest] = words;
  const verbs = KNOWN[program];
  if (verbs === undefined) return undefined;
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  const { operands, flags } = split(own);
  const verb = Object.keys(verbs).find((one) => operands.join(' ').startsWith(one));
  if (verb === undefined) throw new TypeError(`no command that is known here: ${words.join(' ')}`);
  const unknown = flags.filter(([flag]) => !GLOBAL.includes(flag) && verbs[verb]?.includes(flag) !== true);
  if (unknown.length > 0)
    throw new TypeError(`no flag that is known here: ${String(unknown[0])} of ${words.join(' ')}`);
  const namespace = flags.find(([flag]) => flag === '-n')?.[1];
  return { program, verb, namespace, operands: operands.slice(verb.split(' ').length), flags };
}

/** A short flag is followed by its value, but for the one that watches; a long one has it behind a sign. */
function split(words: readonly string[]): Pick<ToolCommand, 'operands' | 'flags'> {
  const operands: string[] = [];
  const flags: [string, string][] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const [flag = '', ...value] = word.split('=');
    if (!word.startsWith('-')) operands.push(word);
    else if (word.startsWith('--') && word !== '--set') flags.push([flag, value.join('=')]);
    else flags.push([word, word === '-w' ? '' : (words[++index] ?? '')]);
  }
  return { operands, flags };
}
