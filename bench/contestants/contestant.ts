// The port of the comparison. A contestant brings a server and two programs: the worker does nothing for each job, the
// submitter submits jobs and sees how each of them ends (`load.ts`). All three are processes of their own.

/** What a submitter is asked to do at once: one job, ten steps one after the other, or 256 side by side. */
export type Work = 'job' | 'chain' | 'fanOut';

export interface Contestant {
  readonly name: string;
  /** What is lost when the machine loses power, by how a write reaches the disk. */
  readonly durability: (syncAlways: boolean) => string;
  /** What a job is there, and every setting that differs from the default. */
  readonly tuning: string;
  readonly works: readonly Work[];
  /** How many jobs it is given, as a share of the scenario's: a slow one would take all day. */
  readonly share: number;
  /** Gets what it needs. @throws Error that says why it cannot be had */
  readonly prepare: () => Promise<Versions>;
  /** A fresh server: no measurement is affected by what another one left. */
  open(conditions: StageConditions): Promise<Stage>;
}

export type Versions = Readonly<Record<string, string>>;

export interface StageConditions {
  readonly work: Work;
  readonly inFlight: number;
  readonly syncAlways: boolean;
}

export interface Stage extends AsyncDisposable {
  /** Programs by Node's arguments; all but the submitter print a line that says `ready`. */
  readonly workers: readonly (readonly string[])[];
  readonly submitter: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly serverPid: number;
  /** How many jobs have ended, by what is stored. Absent: the worker counts what it did, and says so when it ends. */
  ended?(): Promise<number>;
}
