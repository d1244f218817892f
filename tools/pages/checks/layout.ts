import type { Page } from 'playwright-core';
import { withPage } from '../open';
import type { Check } from './check';

/** A phone, a tablet upright, a laptop. */
const WIDTHS = [360, 768, 1280] as const;

/** A sheet of A4 between margins of 14 mm, in CSS pixels. */
const SHEET = 688;

/** Fits into every screen: nothing but a region of its own scrolls sideways. */
export const OVERFLOW: Check = {
  name: `no overflow at ${WIDTHS.join(', ')} pixels`,
  problems: async ({ browser, file }) => {
    const each = WIDTHS.map((width) =>
      withPage(browser, file, { viewport: { width, height: 800 } }, async ({ page }) => {
        await openAll(page);
        return (await sticksOut(page)).map((problem) => `at ${width} pixels: ${problem}`);
      }),
    );
    return (await Promise.all(each)).flat();
  },
};

/** Can be printed: every word is on a sheet, as dark text on white. */
export const PRINT: Check = {
  name: 'prints to PDF with nothing cut off',
  problems: ({ browser, file }) =>
    withPage(browser, file, { viewport: { width: SHEET, height: 900 }, colorScheme: 'dark' }, async ({ page }) => {
      const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
      await page.emulateMedia({ media: 'print' });
      const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      return [
        ...(pdf.subarray(0, 5).toString() === '%PDF-' && sheets > 0 ? [] : ['the PDF has no page']),
        ...(await sticksOut(page)),
        ...(await hidden(page)),
        ...(await darkPaper(page)),
      ];
    }),
};

/** Everything that can be folded is unfolded: what it holds must fit too. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
}

/** What reaches beyond the right border of the page, but for what is inside a region that scrolls. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const scrolls = (element: Element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const isInside = (element: Element): boolean =>
      element.parentElement !== null && (scrolls(element.parentElement) || isInside(element.parentElement));
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && !isInside(element),
    );
    return [
      ...(scrollWidth > clientWidth ? [`the page is ${scrollWidth} pixels wide`] : []),
      ...wide
        .slice(0, 3)
        .map((element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}"> sticks out`),
    ];
  });
}

/** Text that paper does not show: folded, or cut off by its box. */
function hidden(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const problems: string[] = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      // A name for screen readers alone, or the way past the heading.
      if (!element || text === '' || element.closest('.hidden, .skip, title, desc')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { width, height } = range.getBoundingClientRect();
      if (width === 0 || height === 0) problems.push(`"${text.slice(0, 60)}" is not printed`);
    }
    for (const element of document.body.querySelectorAll('.scroller')) {
      if (element.scrollWidth > element.clientWidth + 1) problems.push('a region that scrolls is cut off on paper');
    }
    return problems.slice(0, 3);
  });
}

function darkPaper(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const colour = getComputedStyle(document.body).backgroundColor;
    return colour === 'rgb(255, 255, 255)' ? [] : [`paper is ${colour}`];
  });
}
