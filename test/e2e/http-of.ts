// What a plane answers over HTTP, at the address that its log names.
import { HTTP_ANSWERED } from '@dome/runtime';
import type { PlaneProcess } from '@dome/testkit';

export interface HttpText {
  readonly status: number;
  readonly text: string;
  readonly contentType: string | null;
}

export async function httpOf({ log }: Pick<PlaneProcess, 'log'>, path: string, headers = {}): Promise<HttpText> {
  const address = log.find(({ msg }) => msg === HTTP_ANSWERED)?.['address'];
  const response = await fetch(`http://${String(address)}${path}`, { headers });
  return { status: response.status, text: await response.text(), contentType: response.headers.get('content-type') };
}
