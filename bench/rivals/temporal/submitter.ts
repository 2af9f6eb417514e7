// Starts workflows and waits for the result of each.
import { Client, Connection } from '@temporalio/client';

import { runLoad } from '../../load.ts';
import { work } from '../../work.ts';
import { address, NAMESPACE, TASKS } from './names.ts';

const connection = await Connection.connect({ address });
const client = new Client({ connection, namespace: NAMESPACE });
await runLoad(async (n) => {
  const workflowId = `${work}-${n}`;
  const answer: unknown = await client.workflow.execute(work, { taskQueue: TASKS, workflowId, args: [n] });
  if (answer !== n) throw new Error(`${workflowId} was answered with ${String(answer)}`);
});
await connection.close();
