export interface BenchActivities {
  step(n: number): Promise<number>;
}

/** `onStep` is called each time that a step does its nothing. */
export function benchActivities(onStep: () => void): BenchActivities {
  return {
    step: async (n) => {
      onStep();
      return n;
    },
  };
}
