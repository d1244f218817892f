import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareFolders } from '../../../tools/determinism/compare';

/** Two folders with the same content. */
function twoFolders(root: string): [string, string] {
  const [left, right] = [join(root, 'left'), join(root, 'right')];
  const files = { 'manifest.json': '{"version":1}', 'asset.1/index.js': 'code', 'stack.metadata.json': '/home/left' };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(left, path)), { recursive: true });
    writeFileSync(join(left, path), content);
  }
  cpSync(left, right, { recursive: true });
  return [left, right];
}

const isMetadata = (path: string) => path.endsWith('.metadata.json');

describe('comparing two folders', () => {
  const root = mkdtempSync(join(tmpdir(), 'compare-'));
  let left: string;
  let right: string;
  const differences = () => compareFolders(left, right, isMetadata).differences;

  beforeEach(() => ([left, right] = twoFolders(mkdtempSync(join(root, 'case-')))));
  afterAll(() => rmSync(root, { recursive: true }));

  test('finds nothing where there is nothing, and says how much it has seen', () => {
    expect(compareFolders(left, right, isMetadata)).toEqual({
      files: 2,
      bytes: 17,
      leftOut: ['stack.metadata.json'],
      differences: [],
    });
  });

  test('finds one byte, and shows where', () => {
    writeFileSync(join(right, 'manifest.json'), '{"version":2}');
    expect(differences()).toEqual([
      String.raw`manifest.json differs from byte 11 on: "{\"version\":1}" and "{\"version\":2}"`,
    ]);
  });

  test('finds a byte more at the end', () => {
    writeFileSync(join(right, 'asset.1', 'index.js'), 'code\n');
    expect(differences()).toEqual([String.raw`asset.1/index.js differs from byte 4 on: "code" and "code\n"`]);
  });

  test('finds a file that is only in one of them, on either side', () => {
    rmSync(join(right, 'manifest.json'));
    writeFileSync(join(right, 'tree.json'), '');
    expect(differences()).toEqual([`manifest.json is only in ${left}`, `tree.json is only in ${right}`]);
  });

  test('finds an empty folder', () => {
    mkdirSync(join(left, 'asset.2'));
    expect(differences()).toEqual([`asset.2 is only in ${left}`]);
  });

  test('finds a file that is executable in one of them', () => {
    chmodSync(join(right, 'asset.1', 'index.js'), 0o755);
    expect(differences()).toEqual([`asset.1/index.js is a file in ${left}, and an executable file in ${right}`]);
  });

  test('leaves other permissions to the umask', () => {
    chmodSync(join(right, 'manifest.json'), 0o600);
    expect(differences()).toEqual([]);
  });

  test('finds a link in the place of a file, and one that leads elsewhere', () => {
    rmSync(join(right, 'manifest.json'));
    symlinkSync(join(left, 'manifest.json'), join(right, 'manifest.json'));
    expect(differences()).toEqual([`manifest.json is a file in ${left}, and a link in ${right}`]);
    rmSync(join(left, 'manifest.json'));
    symlinkSync('elsewhere', join(left, 'manifest.json'));
    expect(differences()).toEqual([expect.stringMatching(/^manifest\.json differs from byte 0 on: "elsewhere" and /)]);
  });

  test('leaves out content alone: the file has to be there', () => {
    writeFileSync(join(right, 'stack.metadata.json'), '/home/right');
    expect(differences()).toEqual([]);
    rmSync(join(right, 'stack.metadata.json'));
    expect(differences()).toEqual([`stack.metadata.json is only in ${left}`]);
  });
});
