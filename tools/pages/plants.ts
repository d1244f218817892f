import { ACCESSIBLE, CONTRAST } from './checks/accessibility';
import { FIGURES } from './checks/figures';
import { OVERFLOW, PRINT } from './checks/layout';
import { CONSOLE, NETWORK, SCRIPTS } from './checks/quiet';
import type { MadePage, Plant } from './subject';

/** Puts something at the end of what a page says. */
function append(markup: string): (page: MadePage) => MadePage {
  return (page) => ({ ...page, html: page.html.replace('</main>', () => `${markup}</main>`) });
}

/** Mistakes that every page could have. A check that does not find its own is worth nothing. */
export const PLANTS: readonly Plant[] = [
  {
    name: 'an image that is wider than a phone',
    check: OVERFLOW.name,
    into: append('<svg width="2000" height="1"></svg>'),
  },
  { name: 'a region that is cut off on paper', check: PRINT.name, into: append('<p hidden>Read this.</p>') },
  { name: 'a wrong figure', check: FIGURES.name, into: wrongFigure },
  { name: 'a figure that is not there', check: FIGURES.name, into: missingFigure },
  {
    name: 'a picture from the network',
    check: NETWORK.name,
    into: (page) => withoutPolicy(append('<img alt="" src="https://example.com/a.png">')(page)),
  },
  {
    name: 'a picture that the policy refuses',
    check: CONSOLE.name,
    into: append('<img alt="" src="https://example.com/a.png">'),
  },
  { name: 'a script', check: SCRIPTS.name, into: append('<img alt="" src="data:," onerror="1">') },
  { name: 'a heading out of order', check: ACCESSIBLE.name, into: append('<h6>Too deep</h6>') },
  { name: 'pale text', check: ACCESSIBLE.name, into: append('<p><font color="#999999">Nobody reads this.</font></p>') },
  {
    name: 'pale text in a drawing',
    check: CONTRAST.name,
    into: append('<svg><text y="20" fill="#808080">Nobody reads this.</text></svg>'),
  },
];

/** Another figure where the first one is. */
function wrongFigure(page: MadePage): MadePage {
  return {
    ...page,
    html: page.html.replace(
      /(data-figure="[^"]*">[^<0-9]*)(\d)/,
      (_all, start: string, digit: string) => `${start}${(Number(digit) + 1) % 10}`,
    ),
  };
}

function missingFigure(page: MadePage): MadePage {
  return { ...page, figures: [...(page.figures ?? []), '/version'] };
}

/** Without the policy that would refuse what is planted. */
function withoutPolicy(page: MadePage): MadePage {
  return { ...page, html: page.html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '') };
}
