import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page in the browser, and what it did while it was opened. */
export interface OpenPage {
  readonly page: Page;
  /** Errors and warnings of its console, and scripts that failed. */
  readonly messages: readonly string[];
  /** Addresses that it asked for besides its own. None is answered. */
  readonly requests: readonly string[];
}

/** Opens a file, or the address of a live page, lets a function look at it, and closes it. */
export async function withPage<T>(
  browser: Browser,
  file: string,
  options: BrowserContextOptions,
  look: (open: OpenPage) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext(options);
  try {
    // tsx wraps functions in this helper, also those that run in the page.
    await context.addInitScript('globalThis.__name = (value) => value');
    const page = await context.newPage();
    const isLive = file.startsWith('http:');
    const address = isLive ? file : pathToFileURL(file).href;
    const messages: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) messages.push(message.text());
    });
    page.on('pageerror', (error) => messages.push(error.message));
    await context.route('**/*', (route) => {
      const url = route.request().url();
      if (url === address || url.startsWith('data:') || (isLive && url.startsWith(`${address}/`)))
        return route.continue();
      requests.push(url);
      return route.abort();
    });
    await page.goto(address, { waitUntil: 'load' });
    if (isLive) await page.waitForSelector('html[data-ready]', { state: 'attached' });
    return await look({ page, messages, requests });
  } finally {
    await context.close();
  }
}
