import { written } from '../../../tools/support/marked';

test('a page has something else between the markers of a command, and nowhere else', () => {
  const page = 'before\n<!-- lane start -->\n\nold\n\n<!-- lane end -->\nafter';
  expect(written(page, 'lane', 'new')).toBe('before\n<!-- lane start -->\n\nnew\n\n<!-- lane end -->\nafter');
});

test('refuses a page without the markers', () => {
  expect(() => written('text', 'lane', 'new')).toThrow(
    'the page must have <!-- lane start --> and, after it, <!-- lane end -->',
  );
});
