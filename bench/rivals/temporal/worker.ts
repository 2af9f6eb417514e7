import { join } from 'node:path';

import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

import { tellTallyAtEnd } from '../../tally.ts';
import { benchActivities } from './activities.ts';
import { address, BENCH_CONCURRENCY, NAMESPACE, TASKS } from './names.ts';

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  namespace: NAMESPACE,
  taskQueue: TASKS,
  workflowsPath: join(import.meta.dirname, 'workflows.ts'),
  activities: { ...benchActivities(() => tally.count()) },
  maxConcurrentActivityTaskExecutions: Number(BENCH_CONCURRENCY),
  maxConcurrentWorkflowTaskExecutions: Number(BENCH_CONCURRENCY),
});
const running = worker.run();
const tally = tellTallyAtEnd(async () => {
  worker.shutdown();
  await running;
  await connection.close();
});
console.log(JSON.stringify({ msg: 'ready' }));
