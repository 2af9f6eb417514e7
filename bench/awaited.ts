// Jobs whose end is awaited. Each end is told once: one that nobody awaits is a second one, and an error.
export interface Awaited {
  /** Resolves when the end of this job is told. */
  end(job: string): Promise<void>;
  tell(job: string): void;
}

export function createAwaited(): Awaited {
  const waiting = new Map<string, () => void>();
  return {
    end: async (job) => await new Promise((resolve) => waiting.set(job, resolve)),
    tell(job) {
      const resolve = waiting.get(job);
      if (resolve === undefined) throw new Error(`job ${job} ended twice`);
      waiting.delete(job);
      resolve();
    },
  };
}
