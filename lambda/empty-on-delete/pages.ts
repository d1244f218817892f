/** A page of a list, and what to say to get the next one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: unknown;
}

/** Hands on every page that is not empty, and counts. */
export async function eachPage<Item>(
  list: (next: unknown) => Promise<Page<Item>>,
  handle: (items: readonly Item[]) => unknown,
): Promise<number> {
  let count = 0;
  let next: unknown;
  do {
    const page: Page<Item> = await list(next);
    if (page.items.length > 0) await handle(page.items);
    count += page.items.length;
    next = page.next;
  } while (next !== undefined);
  return count;
}
