export const JOBS_STREAM = 'JOBS';
export const RESULTS_STREAM = 'RESULTS';
export const JOBS_DURABLE = 'worker';

export const jobSubject = (job: string): string => `jobs.noop.${job}`;
export const resultSubject = (job: string): string => `results.noop.${job}`;
export const jobOf = (subject: string): string => subject.slice(subject.lastIndexOf('.') + 1);
