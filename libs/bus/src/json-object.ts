import { isJsonObject } from '@dome/contracts/portable';
import type { JsonObject } from '@dome/contracts/portable';

/** Undefined for a text that is no JSON object. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
