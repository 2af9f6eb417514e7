// Blocks of Markdown as nodes; no text becomes HTML.
import type { ComponentChildren } from 'preact';

import { markdownBlocks, markdownSpans } from './markdown.ts';
import type { MarkdownBlock, MarkdownSpan } from './markdown.ts';

/** @param level of the headings above it */
export function Markdown({ text, level }: { readonly text: string; readonly level: number }) {
  return (
    <div class="markdown">
      <Blocks blocks={markdownBlocks(text)} level={level} />
    </div>
  );
}

function Blocks({ blocks, level }: { readonly blocks: readonly MarkdownBlock[]; readonly level: number }) {
  // The highest heading that is there stands right below those of the page.
  const highest = Math.min(...blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : [])), 6);
  return (
    <>
      {blocks.map((block, at) => (
        <Block key={at} block={block} level={level} highest={highest} />
      ))}
    </>
  );
}

interface BlockOf {
  readonly block: MarkdownBlock;
  readonly level: number;
  readonly highest: number;
}

function Block({ block, level, highest }: BlockOf) {
  switch (block.kind) {
    case 'heading':
      return (
        <Heading level={level + 1 + block.level - highest}>
          <Spans text={block.text} />
        </Heading>
      );
    case 'paragraph':
      return (
        <p>
          <Spans text={block.text} />
        </p>
      );
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} level={level} />
        </blockquote>
      );
    case 'rule':
      return <hr />;
    case 'list':
      return <List block={block} level={level} />;
    case 'table':
      return <Table block={block} />;
  }
}

function Heading({ level, children }: { readonly level: number; readonly children: ComponentChildren }) {
  const Tag = (['h2', 'h3', 'h4', 'h5', 'h6'] as const)[Math.min(6, Math.max(2, level)) - 2] ?? 'h6';
  return <Tag>{children}</Tag>;
}

function List({ block, level }: { readonly block: MarkdownBlock & { kind: 'list' }; readonly level: number }) {
  const items = block.items.map(({ text, blocks }, at) => (
    <li key={at}>
      <Spans text={text} />
      <Blocks blocks={blocks} level={level} />
    </li>
  ));
  return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function Table({ block: { head, rows } }: { readonly block: MarkdownBlock & { kind: 'table' } }) {
  return (
    <div class="scrolls" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col">
                <Spans text={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Spans text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Spans = ({ text }: { readonly text: string }) => (
  <>
    {markdownSpans(text).map((span, at) => (
      <Span key={at} span={span} />
    ))}
  </>
);

function Span({ span }: { readonly span: MarkdownSpan }) {
  switch (span.kind) {
    case 'text':
      return <>{span.text}</>;
    case 'code':
      return <code>{span.text}</code>;
    case 'strong':
      return <strong>{span.text}</strong>;
    case 'emphasis':
      return <em>{span.text}</em>;
    case 'struck':
      return <s>{span.text}</s>;
    case 'link':
      return (
        <a href={span.href} target="_blank" rel="noreferrer noopener">
          {span.text}
        </a>
      );
  }
}
