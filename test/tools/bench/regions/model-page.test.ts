import { readFileSync } from 'node:fs';
import { MODEL_SECTIONS } from '../../../../tools/bench/regions/model-page';

/** Without what only makes a table look even. */
const plain = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---').replace(/\n+/g, '\n').trim();

test.each(Object.entries(MODEL_SECTIONS))('docs/regions.md says what the model says: %s', (name, section) => {
  const page = readFileSync('docs/regions.md', 'utf8');
  const [, between] = page.split(new RegExp(`<!-- ${name} (?:start|end) -->`));
  expect(plain(between)).toBe(plain(section()));
});
