// A page for each schema of the contract, and one that lists them: what people write first.
import type { SitePage } from '../page.ts';
import type { BundledSchema, ContractBundle } from './contract-bundle.ts';
import { codesOf, jsonBlock, markdownTable, paragraphs } from './markdown.ts';
import { membersTable, typeText } from './schema-members.ts';

const FOLDER = 'reference/schemas';

export function schemaPages(bundle: ContractBundle): SitePage[] {
  return Object.entries(bundle.components.schemas).map(([name, schema]) => ({
    path: `${FOLDER}/${name}`,
    title: name,
    ...(schema.description === undefined ? {} : { says: schema.description }),
    markdown: schemaMarkdown(name, schema, bundle),
  }));
}

export function schemaListPage(bundle: ContractBundle): SitePage {
  const { schemas } = bundle.components;
  const documents = Object.entries(bundle['x-dome-documents']);
  const names = new Map(documents.map(([, { schema }]) => [schema.split('/').at(-1) ?? '', true]));
  const others = Object.keys(schemas).filter((name) => !names.has(name));
  return {
    path: `${FOLDER}/index`,
    title: 'Schemas',
    says: 'Plans, policies, environments, skills, and the data of every message.',
    markdown: paragraphs(
      '# Schemas',
      'Generated from the contract. A path such as `tasks.<name>.uses` goes through maps and lists: `<name>` is a key, `[]` an entry.',
      '## Documents',
      markdownTable(
        ['document', 'what it is', 'written by', 'read by', 'unknown members'],
        documents.map(([name, { schema, description, writers, readers, unknownMembers }]) => [
          `[${name}](${schema.split('/').at(-1) ?? ''}.md)`,
          description,
          writers.join(', '),
          readers.join(', '),
          unknownMembers,
        ]),
      ),
      '## All others',
      markdownTable(
        ['schema', 'what it is'],
        others.map((name) => [`[${name}](${name}.md)`, schemas[name]?.description ?? '']),
      ),
    ),
  };
}

function schemaMarkdown(name: string, schema: BundledSchema, bundle: ContractBundle): string {
  const document = Object.values(bundle['x-dome-documents']).find(({ schema: of }) => of.endsWith(`/${name}`));
  const example = bundle.components.messages[name]?.examples?.[0];
  const definitions = Object.entries(schema.$defs ?? {}).map(([inner, definition]) =>
    paragraphs(`## ${inner}`, definition.description ?? '', bodyOf(definition)),
  );
  const written =
    document === undefined
      ? ''
      : `Written by ${codesOf(document.writers)}, read by ${codesOf(document.readers)}; unknown members are ${document.unknownMembers}.`;
  return paragraphs(
    `# ${name}`,
    schema.description ?? '',
    written,
    bodyOf(schema),
    // An event's example has an envelope, and stands with its channel.
    example !== undefined && !isEvent(example.payload) ? `### Example\n\n${jsonBlock(example.payload)}` : '',
    ...definitions,
  );
}

const isEvent = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'specversion' in payload;

function bodyOf(schema: BundledSchema): string {
  const table = membersTable(schema, '');
  if (table !== '') return table;
  if (schema.$defs !== undefined && schema.properties === undefined && schema.items === undefined) return '';
  const holder: BundledSchema = { properties: { value: { ...schema, description: '' } } };
  const inner = schema.items?.properties !== undefined || schema.pattern !== undefined || schema.type !== 'object';
  return inner ? membersTable(holder, '') : `Type: ${typeText(schema, '')}.`;
}
