/** Every item of a list that comes in pages; a page that says its own `next` again is the last. */
export async function allPages<Page extends { readonly next?: string }, Item>(
  ask: (after: { readonly after?: string }) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<Item[]> {
  const found: Item[] = [];
  let after: string | undefined;
  do {
    const page = await ask(after === undefined ? {} : { after });
    found.push(...itemsOf(page));
    after = page.next === after ? undefined : page.next;
  } while (after !== undefined);
  return found;
}
