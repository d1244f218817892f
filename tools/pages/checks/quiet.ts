import { withPage } from '../open';
import type { Check } from './check';

/** Opens without a word in the console. */
export const CONSOLE: Check = {
  name: 'no error in the console',
  problems: ({ browser, file }) => withPage(browser, file, {}, ({ messages }) => Promise.resolve(messages)),
};

/** Needs nothing but itself. */
export const NETWORK: Check = {
  name: 'no request to the network',
  problems: ({ browser, file }) =>
    withPage(browser, file, {}, ({ requests }) => Promise.resolve(requests.map((url) => `asks for ${url}`))),
};

/** Has no script, neither of its own nor smuggled in through a name. */
export const SCRIPTS: Check = {
  name: 'nothing runs, and no name becomes markup',
  problems: ({ browser, file, made }) =>
    withPage(browser, file, {}, async ({ page }) => {
      const found = await page.evaluate(() => [
        ...[...document.querySelectorAll('script, iframe, object, embed, form, base')].map(
          (element) => `<${element.localName}>`,
        ),
        ...[...document.querySelectorAll('*')].flatMap((element) =>
          [...element.attributes]
            .filter(({ name, value }) => name.startsWith('on') || /^\s*(javascript|vbscript):/i.test(value))
            .map(({ name, value }) => `<${element.localName} ${name}="${value}">`),
        ),
      ]);
      const text = await page.evaluate(() => document.documentElement.textContent);
      const missing = (made.texts ?? []).filter((wanted) => !plain(text).includes(plain(wanted)));
      return [...found, ...missing.map((wanted) => `does not show ${JSON.stringify(wanted)}`)];
    }),
};

/** A text as a reader sees it: blanks are blanks, and sentences begin with a capital. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}
