// Colours of code, made at build time: a reader loads no program for them.
import type { LanguageFn } from 'highlight.js';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

/** Without commands of the shell as words of their own: in `dome skill test` none is meant. */
const commands: LanguageFn = (hljsOf) => {
  const grammar = bash(hljsOf);
  return { ...grammar, keywords: { ...Object(grammar.keywords), built_in: [] } };
};

const GRAMMARS = { bash: commands, css, go, ini, javascript, json, python, sql, typescript, xml, yaml };
for (const [name, grammar] of Object.entries(GRAMMARS)) hljs.registerLanguage(name, grammar);

/** Words behind the fence, and endings of files. */
const NAMES: Readonly<Record<string, string>> = {
  sh: 'bash',
  js: 'javascript',
  mjs: 'javascript',
  ts: 'typescript',
  py: 'python',
  yml: 'yaml',
  html: 'xml',
  svg: 'xml',
  toml: 'ini',
  conf: 'ini',
};

/** @returns HTML with classes of highlight.js; the text alone where its language is not known. */
export function highlight(code: string, language: string): string {
  const name = NAMES[language] ?? language;
  if (language === 'console') return code.split('\n').map(consoleLine).join('\n');
  return hljs.getLanguage(name) === undefined ? escapeHtml(code) : hljs.highlight(code, { language: name }).value;
}

/** What is typed after a prompt stands out from what is printed. */
function consoleLine(line: string): string {
  const [, command] = /^\$ (.*)$/.exec(line) ?? [];
  if (command === undefined) return `<span class="hljs-comment">${escapeHtml(line)}</span>`;
  return `<span class="hljs-meta">$ </span>${hljs.highlight(command, { language: 'bash' }).value}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
