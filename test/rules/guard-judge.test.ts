import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GuardJudge, guardRuleFiles } from '../../tools/rules/guard-judge';

const PACKAGE = dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
const RULES = readdirSync(join(PACKAGE, 'rules'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.guard'),
);

describe('GuardJudge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const template = (name: string, type: string) => {
    const file = join(folder, `${name}.template.json`);
    writeFileSync(file, JSON.stringify({ Resources: { Only: { Type: type, Properties: {} } } }));
    return file;
  };
  const judge = (templatePath: string) =>
    new GuardJudge().validate({ templatePaths: [templatePath], stackTemplates: [] } as never).violations;

  test('has every rule there is', () => {
    expect(guardRuleFiles()).toHaveLength(RULES.length);
    expect(RULES.length).toBeGreaterThan(200);
  });

  test('leaves out no rule that would judge something', () => {
    const file = template('handle', 'AWS::CloudFormation::WaitConditionHandle');
    const output = execFileSync(guard(), [
      ...['validate', '--rules', join(PACKAGE, 'rules', 'control-tower', 'cfn-guard'), '--data', file],
      ...['--output-format', 'json', '--show-summary', 'none', '--structured'],
    ]);
    const [{ not_applicable: ended, ...judged }] = JSON.parse(output.toString()) as Record<string, unknown[]>[];
    expect(judged).toMatchObject({ compliant: [], not_compliant: [] });
    expect(ended).toHaveLength(RULES.length);
    expect(judge(file)).toEqual([]);
  });

  test('finds fault by the rules on the types that a template has', () => {
    expect(judge(template('queue', 'AWS::SQS::Queue')).map(({ ruleName }) => ruleName)).toContain(
      'sqs_queue_encrypted_check',
    );
    expect(guardRuleFiles(new Set(['AWS::SQS::Queue'])).length).toBeLessThan(20);
  });
});

function guard(): string {
  const platform = process.platform === 'darwin' ? 'macos' : 'ubuntu';
  return join(PACKAGE, 'bin', platform, process.arch === 'arm64' ? 'aarch64' : 'x86_64', 'cfn-guard');
}
