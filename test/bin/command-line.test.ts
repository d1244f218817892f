import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildShop } from '../../bin/shop';
import { testApp } from '../support/test-app';
import { refusal } from '../wrong-input/wrong-input';
import { knownRegions } from '../../lib/network/zones';

const ROOT = resolve(__dirname, '../..');
const APP = [process.execPath, '--import', 'tsx', 'bin/app.ts'];
const CDK = [process.execPath, 'node_modules/aws-cdk/bin/cdk'];

const WRONG = {
  databse: 'rds-mysql',
  name: 'Shop',
  regions: 'eu-west-9',
  stage: 'huge',
  database: 'oracle',
  cache: 'redis',
  disposable: 'yes',
};

const MESSAGE = [
  'App:',
  '  - context must have no other keys than name, regions, stage, database, cache, shards, disposable, image, scaling, ratedRequests, messageAge, got databse; correct the spelling, or leave it out',
  '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
  `  - regions[0] must be a region whose zones are known, got "eu-west-9"; use one of ${knownRegions().join(', ')}`,
  '  - stage must be one of launch, growth, scale, global, got "huge"; say -c stage=launch',
  '  - database must be one of aurora-postgres, rds-postgres, rds-mysql, got "oracle"; say -c database=aurora-postgres',
  '  - cache must be one of serverless, nodes, got "redis"; say -c cache=serverless',
  '  - disposable must be one of false, true, got "yes"; say -c disposable=false',
  '',
].join('\n');

describe('wrong input at the command line ends with its message alone, and writes nothing:', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'command-line-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** With a home of its own: `~/.cdk.json` is read too. */
  function run([command = '', ...args]: string[], env: Record<string, string> = {}) {
    const { PATH } = process.env;
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: ROOT,
      env: { PATH, HOME: folder, NODE_NO_WARNINGS: '1', ...env },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  test('the app, in whose output folder there is no file', () => {
    const outdir = join(folder, 'cdk.out');
    const env = { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(WRONG) };
    expect(run(APP, env)).toEqual({ status: 1, stdout: '', stderr: MESSAGE });
    // The folder itself is made by the CDK, before it knows of any input.
    expect(contents(outdir)).toEqual({});
  });

  test('cdk synth, which leaves what an earlier one has written as it was', () => {
    const outdir = join(folder, 'cdk.out');
    const app = testApp({ outdir });
    buildShop(app);
    app.synth();
    const before = contents(outdir);
    expect(Object.keys(before)).toContain('manifest.json');
    const context = Object.entries(WRONG).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    expect(run([...CDK, 'synth', '--output', outdir, ...context])).toEqual({
      status: 1,
      stdout: '',
      stderr: `${MESSAGE}node --import tsx bin/app.ts: Subprocess exited with error 1\n`,
    });
    expect(contents(outdir)).toEqual(before);
  });
});

test('the README shows what its command ends with', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, given = ''] = /npx cdk synth -q (-c database=\S+ .*?)`/.exec(readme) ?? [];
  const context = Object.fromEntries(
    given
      .split(/ ?-c /)
      .filter(Boolean)
      .map((pair) => pair.split('=') as [string, string]),
  );
  expect(readme).toContain(`\`\`\`text\n${refusal(() => buildShop(testApp({ context })))}\n`);
});

/** Every file of a folder, with its hash and the time of its last change. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  return Object.fromEntries(
    files.sort().map((file) => {
      const path = join(folder, file);
      const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
      return [file, `${hash} ${statSync(path).mtimeMs}`];
    }),
  );
}
