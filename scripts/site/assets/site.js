// What the pages do beyond being read: search, light and dark, copying code. They read well without it.
const root = document.body.dataset.root ?? '';
const find = (selector) => document.querySelector(selector);

// Light and dark.
const theme = find('.theme');
theme.hidden = false;
theme.addEventListener('click', () => {
  const { dataset } = document.documentElement;
  const isDark =
    dataset.theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : dataset.theme === 'dark';
  dataset.theme = isDark ? 'light' : 'dark';
  localStorage.setItem('dome-theme', dataset.theme);
});

// Copying: of what is typed into a shell, without its prompt and what is printed.
for (const block of document.querySelectorAll('.code')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    const text = block.querySelector('code').textContent;
    const typed = [...text.matchAll(/^\$ (.*)$/gm)].map(([, command]) => command);
    await navigator.clipboard.writeText(typed.length > 0 ? typed.join('\n') : text);
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  });
  block.append(button);
}

// Where the reader is, in a long navigation and in the contents of the page.
find('#navigation [aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
const listed = new Map(
  [...document.querySelectorAll('.contents a')].map((link) => [link.getAttribute('href').slice(1), link]),
);
const seen = new IntersectionObserver(
  (entries) => {
    const first = entries.find(({ isIntersecting, target }) => isIntersecting && listed.has(target.id));
    if (first === undefined) return;
    for (const link of listed.values()) link.removeAttribute('aria-current');
    listed.get(first.target.id).setAttribute('aria-current', 'true');
  },
  { rootMargin: '-64px 0px -70% 0px' },
);
for (const heading of document.querySelectorAll('h2[id], h3[id]')) seen.observe(heading);

// The search. Its library and its documents are loaded when somebody first searches.
const finder = find('.finder');
const [input, list, says] = ['input', '.found', '.found-says'].map((selector) => finder.querySelector(selector));
let loading;

const loadScript = (path) =>
  new Promise((loaded, failed) => {
    const script = document.createElement('script');
    script.src = `${root}assets/${path}`;
    script.addEventListener('load', loaded);
    script.addEventListener('error', () => failed(new Error(`${path} could not be loaded`)));
    document.head.append(script);
  });

async function loadIndex() {
  await Promise.all(['minisearch.js', 'search-documents.js'].map(loadScript));
  const index = new MiniSearch({
    fields: ['heading', 'page', 'body'],
    storeFields: ['page', 'heading', 'url', 'body'],
    tokenize: (text) => text.split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== ''),
    searchOptions: {
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      combineWith: 'AND',
      boost: { heading: 4, page: 3 },
    },
  });
  index.addAll(globalThis.domeDocuments);
  return index;
}

function excerpt(body, terms) {
  const at = Math.max(0, ...terms.map((term) => body.toLowerCase().indexOf(term)));
  const from = at < 60 ? 0 : at - 50;
  return `${from > 0 ? '…' : ''}${body.slice(from, from + 160)}${from + 160 < body.length ? '…' : ''}`;
}

function show(results) {
  list.replaceChildren(
    ...results.slice(0, 12).map(({ page, heading, url, body, terms }) => {
      const link = document.createElement('a');
      link.href = `${root}${url}`;
      const [title, text] = ['strong', 'span'].map((tag) => document.createElement(tag));
      title.textContent = heading === '' ? page : `${page} › ${heading}`;
      text.textContent = excerpt(body, terms);
      link.append(title, text);
      const item = document.createElement('li');
      item.append(link);
      return item;
    }),
  );
}

async function search() {
  const words = input.value.trim();
  try {
    loading ??= loadIndex();
    const index = await loading;
    if (words !== input.value.trim()) return;
    const results = words === '' ? [] : index.search(words);
    show(results);
    says.textContent = words === '' ? '' : results.length === 0 ? `Nothing has “${words}”.` : `${results.length} found`;
  } catch (error) {
    loading = undefined;
    says.textContent = `The search does not work: ${error.message}`;
  }
}

function openFinder() {
  finder.showModal();
  input.select();
  void search();
}

find('button.search').hidden = false;
find('button.search').addEventListener('click', openFinder);
input.addEventListener('input', search);
finder.addEventListener('click', (event) => {
  if (event.target === finder || event.target.closest('a') !== null) finder.close();
});
finder.addEventListener('keydown', (event) => {
  const links = [...list.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement);
  if (event.key === 'ArrowDown') (links[at + 1] ?? links[0])?.focus();
  else if (event.key === 'ArrowUp') (at > 0 ? links[at - 1] : input).focus();
  // The field would take the first one to empty itself.
  else if (event.key === 'Escape') finder.close();
  else if (event.key === 'Enter' && document.activeElement === input) links[0]?.click();
  else return;
  event.preventDefault();
});
document.addEventListener('keydown', (event) => {
  const isTyping = event.target.closest('input, textarea, select') !== null;
  const isAsked = (event.key === '/' && !isTyping) || (event.key === 'k' && (event.metaKey || event.ctrlKey));
  if (!isAsked || finder.open) return;
  event.preventDefault();
  openFinder();
});
