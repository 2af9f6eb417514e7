// Why none of several servers can be reached, each distinct reason once: the client library says only that of the last it tried.
// Pure.
import { DomeError } from '@dome/contracts';

export interface ServerFault {
  /** One address. */
  readonly server: string;
  /** Of a try to reach that server alone. */
  readonly fault: DomeError;
}

/** In the order of the servers. UNAUTHENTICATED if one refuses the login: it was reached, and somebody can mend that. */
export function dialFaultOfAll(found: readonly ServerFault[]): DomeError | undefined {
  const groups = [...Map.groupBy(found, ({ server, fault }) => fault.message.replaceAll(server, '…')).values()];
  const faults = groups.map((group) => faultOfGroup(group)).filter((fault) => fault !== undefined);
  const lead = faults.find(({ code }) => code === 'UNAUTHENTICATED') ?? faults[0];
  if (lead === undefined || faults.length === 1) return lead;
  const hints = [...new Set(faults.flatMap(({ fields }) => fields.hint ?? []))];
  const fields = {
    ...lead.fields,
    detail: faults.map(({ message }) => message).join(' '),
    servers: found.map(({ server }) => server).join(','),
    ...(hints.length === 0 ? {} : { hint: hints.join(' ') }),
  };
  return new DomeError(lead.code, fields, { cause: lead.cause });
}

/** Servers that fail alike are named in one sentence. */
function faultOfGroup(group: readonly ServerFault[]): DomeError | undefined {
  const [first] = group;
  if (first === undefined) return undefined;
  const { fault, server } = first;
  const servers = group.map((one) => one.server).join(',');
  const detail = fault.message.replaceAll(server, servers);
  return new DomeError(fault.code, { ...fault.fields, detail, servers }, { cause: fault.cause });
}
