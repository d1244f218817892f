import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { isExecutable } from '../support/executable';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Where macOS has programs that are not on the path. */
const APPLICATIONS = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The browser of this machine; `CHROMIUM` names another one. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const { CHROMIUM: named, PATH: path = '' } = environment;
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const candidates = named
    ? [named]
    : [
        ...PROGRAMS.flatMap((program) => folders.map((folder) => join(folder, program))),
        ...APPLICATIONS.map((program) => join('/Applications', program)),
      ];
  const found = candidates.find(isExecutable);
  if (found) return found;
  const where = named ? `CHROMIUM must name a program, got ${named}` : 'there is no Chromium or Chrome on this machine';
  throw new Error(
    `${where}; install one: \`sudo apt-get install chromium fonts-liberation\` on Debian, \`brew install --cask chromium\` on macOS; or set CHROMIUM to the path of one`,
  );
}

/** Starts it without a window, with a profile of its own, and without anything that it would do on its own account. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    // The sandbox of Chromium does not start for root, as whom containers of CI run.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
