import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How frames of a stack name the folder of a module: those of an ES module by its URL. */
export function placesOf(main: string): readonly string[] {
  const folder = dirname(main);
  return [pathToFileURL(folder).href, folder];
}
