import type { EnvironmentView } from '@dome/contracts';

import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { environmentText, environmentsText } from '../render/environment-view.ts';

export async function environmentList(context: Context): Promise<number> {
  await using connection = await context.connect();
  const environments: EnvironmentView[] = [];
  let after: string | undefined;
  do {
    const page = await connection.client.environments.list(after === undefined ? {} : { after });
    environments.push(...page.environments);
    after = page.next;
  } while (after !== undefined);
  const text = (): string => environmentsText(environments, context.io.out);
  context.show({ value: { environments }, items: environments, text });
  return EXIT.success;
}

export async function environmentGet(context: Context, name: string): Promise<number> {
  await using connection = await context.connect();
  const environment = await connection.client.environments.get(name);
  context.show({ value: environment, text: () => environmentText(environment, context.io.out) });
  return EXIT.success;
}
