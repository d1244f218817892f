import { DATABASE_MISTAKES } from './corpus/databases';
import { judged } from './corpus/mistake';
import { OTHER_MISTAKES } from './corpus/others';

describe.each([...DATABASE_MISTAKES, ...OTHER_MISTAKES])('$link', (mistake) => {
  const { story, verdicts, reason } = mistake;

  test(`is told before it is deployed: ${story}`, () => {
    const found = judged(mistake);
    const told = Object.keys(verdicts).map((path) => {
      const there = found.filter(({ constructPath }) => constructPath === path);
      const words = there.map(({ verdict, blocked }) => `${verdict}${blocked ? ' blocks' : ''}`);
      return [path, words.sort().join(', ')];
    });
    expect(Object.fromEntries(told)).toEqual(verdicts);
    const reasons = found.flatMap(({ findings }) => findings.map((finding) => finding.reason)).join('\n');
    if (reason !== undefined) expect(reasons).toContain(reason);
  });
});
