// What people come to do, and the command for it: one table for `dome --help`, `dome cheat` and each command's own help. A word
// in capitals stands for something of one's own.
export interface CommandExample {
  readonly task: string;
  /** What follows the name of the program. */
  readonly words: string;
  readonly says: string;
  /** Among the first that somebody reads. */
  readonly isFirst?: boolean;
}

export const COMMAND_EXAMPLES: readonly CommandExample[] = [
  { task: 'begin', words: 'init', says: 'first skills, plans and law', isFirst: true },
  { task: 'begin', words: 'dev', says: 'the stack on this machine', isFirst: true },
  { task: 'begin', words: 'skill validate', says: 'what a daemon would refuse' },
  { task: 'run', words: 'run', says: 'the plan of the project', isFirst: true },
  { task: 'run', words: 'run submit -f PLAN --workspace . --watch', says: 'any plan', isFirst: true },
  { task: 'run', words: 'run retry @latest --watch', says: 'the same once more' },
  { task: 'run', words: 'run cancel @latest -m WHY', says: 'end it and its jobs' },
  { task: 'run', words: 'skill run NAME -i KEY=VALUE', says: 'one skill alone' },
  { task: 'look', words: 'top', says: 'the whole installation, live' },
  { task: 'look', words: 'run list --result failure --since 24h', says: 'what failed' },
  { task: 'look', words: 'run describe @latest', says: 'all about it' },
  { task: 'look', words: 'run logs @latest --failed', says: 'what failed says', isFirst: true },
  { task: 'look', words: 'run get @latest/TASK', says: 'all about one task', isFirst: true },
  { task: 'look', words: 'artifact get @latest/TASK/NAME', says: 'a file that it left', isFirst: true },
  { task: 'look', words: 'workspace diff @latest', says: 'what remedies changed' },
  { task: 'decide', words: 'gate list', says: 'what waits for people' },
  { task: 'decide', words: 'gate get RUN/GATE', says: 'what is asked, and why' },
  { task: 'decide', words: 'gate approve RUN/GATE -m WHY', says: 'vote on what is shown', isFirst: true },
  { task: 'decide', words: 'gate watch --exec PROGRAM', says: 'tell others of gates' },
  { task: 'decide', words: 'law apply LAW -m WHY', says: 'change what decides', isFirst: true },
  { task: 'where', words: 'whoami', says: 'as whom, to which broker' },
  { task: 'where', words: 'context list', says: 'where commands can go' },
  { task: 'where', words: 'doctor', says: 'what is not sound here' },
  { task: 'where', words: 'help --all', says: 'every command and its flags' },
];
