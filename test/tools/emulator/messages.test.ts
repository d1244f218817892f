import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaints, deploysWithoutChange } from '../../../tools/emulator/messages';

describe('what the CLI complains about', () => {
  test('is what failed, each line once', () => {
    const output = [
      'shop | 1 | CREATE_COMPLETE | AWS::SQS::Queue | Shop/Queue',
      'shop | 2 | CREATE_FAILED | AWS::SQS::Queue | Shop/Other no such queue',
      '❌  shop failed',
      '❌  shop failed',
    ];
    expect(complaints(output.join('\n'))).toEqual([output[1], output[2]]);
  });

  test('is everything where nothing looks like a failure', () => {
    expect(complaints('what is this\n\n')).toEqual(['what is this']);
  });
});

describe('a second deployment', () => {
  const assembly = mkdtempSync(join(tmpdir(), 'assembly-'));
  const stack = (name: string) => ({
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/eu-west-1',
    displayName: `Shop/${name}`,
    properties: { templateFile: 'template.json', stackName: `shop-${name}` },
  });
  writeFileSync(join(assembly, 'template.json'), '{"Resources":{}}');
  writeFileSync(
    join(assembly, 'manifest.json'),
    JSON.stringify({ artifacts: { Net: stack('Net'), Data: stack('Data'), Tree: { type: 'cdk:tree' } } }),
  );
  afterAll(() => rmSync(assembly, { recursive: true }));

  const result = (...lines: string[]) => ({ exitCode: 0, stdout: '', output: lines.join('\n') });

  test('changes nothing when every stack says so', () => {
    const output = result(' ✅  Shop/Net (shop-Net) (no changes)', ' ✅  Shop/Data (shop-Data) (no changes)');
    expect(deploysWithoutChange(output, assembly)).toEqual([]);
  });

  test('changes what does not say so', () => {
    const output = result(' ✅  Shop/Net (shop-Net) (no changes)', ' ✅  Shop/Data (shop-Data)');
    expect(deploysWithoutChange(output, assembly)).toEqual(['Shop/Data was deployed again']);
    expect(deploysWithoutChange({ ...output, exitCode: 1 }, assembly)).not.toEqual([]);
  });
});
