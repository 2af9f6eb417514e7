import type { TemplateProgram } from './template-program.ts';

const PROGRAM =
  String.raw`// A skill in JavaScript. What it returns is the output; what it throws beyond \`context.fail\` is an error with its place.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The input has the defaults of the schema filled in. */
export async function run({ word, most }, context) {
  const paths = await filesBelow(context.workspace);
  const found = [];
  for (const [index, path] of paths.entries()) {
    // When the job is canceled or out of time.
    context.signal.throwIfAborted();
    for (const { line, text } of marksIn(await readFile(join(context.workspace, path)), word)) {
      found.push(\`\${path}:\${line}: \${text}\\n\`);
      // Something that was found, with its place.
      context.annotate({ level: 'warning', title: 'left to do', message: text, file: path, startLine: line });
    }
    context.progress((index + 1) / paths.length, \`\${index + 1} files\`);
  }
  const marks = found.length;
  context.log(\`\${word}: \${marks} found, \${most} allowed\`);

  // A file for whoever comes next, the output, which gates may read, and a summary in Markdown for people.
  await writeFile(join(context.artifacts, 'marks.txt'), found.join(''));
  const output = { files: paths.length, marks };
  context.summary(\`**\${marks}** left to do (files read: \${paths.length})\`);
  if (marks > most) throw context.fail(\`\${marks} left to do, \${most} allowed\`, output);
  return output;
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((path) => relative(folder, path)).toSorted();
}

/** None in a file that is no text. */
function marksIn(bytes, word) {
  if (bytes.includes(0)) return [];
  const lines = bytes.toString().split(/\\r?\\n/);
  return lines.flatMap((text, index) => (text.includes(word) ? [{ line: index + 1, text }] : []));
}
`.replaceAll(/\\([`$\\])/g, '$1');

export const NODE_PROGRAM: TemplateProgram = {
  runs: '{ using: node, main: main.mjs }',
  files: [
    { path: 'main.mjs', text: PROGRAM, says: 'the program, a module that the daemon runs in a process of its own' },
  ],
  needs: 'nothing: the daemon brings its Node',
};
