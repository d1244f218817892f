import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../support/process';
import { EXAMPLES } from './workspace';

/** How people resolve modules: Node itself, bundlers, and TypeScript as it was before both. */
const RESOLUTIONS = [
  ['NodeNext', 'NodeNext'],
  ['ESNext', 'bundler'],
  ['CommonJS', 'node10'],
] as const;

const APPLICATION = `import { createServer } from 'node:http';
import { loadMetric, type LoadMiddleware } from 'zero-to-millions/runtime';

const load: LoadMiddleware = loadMetric({ processes: 2 });
createServer(load.listener((_request, response) => response.end()));
// @ts-expect-error there is no such option: the types are those of the package
loadMetric({ rated: 1 });
`;

/** What an application finds that imports the runtime of the installed package: its types, and itself in both kinds of modules. */
export async function runtimeProblems(folder: string, example: string): Promise<string[]> {
  const place = join(folder, EXAMPLES, example);
  writeFileSync(join(place, 'application.ts'), APPLICATION);
  writeFileSync(
    join(place, 'application.mjs'),
    "import { loadMetric } from 'zero-to-millions/runtime';\nloadMetric({ write: () => {} });\n",
  );
  writeFileSync(
    join(place, 'application.cjs'),
    "require('zero-to-millions/runtime').loadMetric({ write: () => {} });\nrequire.resolve('zero-to-millions/dist/bin/ztm.js');\n",
  );
  const tsc = join(folder, 'node_modules', '.bin', 'tsc');
  const commands: [string, string[]][] = [
    ...RESOLUTIONS.map(([module, resolution]): [string, string[]] => [
      tsc,
      [
        ...[
          '--ignoreConfig',
          '--noEmit',
          '--strict',
          '--target',
          'ES2022',
          '--types',
          'node',
          '--ignoreDeprecations',
          '6.0',
        ],
        ...['--module', module, '--moduleResolution', resolution, 'application.ts'],
      ],
    ]),
    [process.execPath, ['application.mjs']],
    [process.execPath, ['application.cjs']],
  ];
  const results = await Promise.all(commands.map(([program, args]) => run(program, args, {}, undefined, place)));
  return results.flatMap(({ exitCode, output }, index) =>
    exitCode === 0 ? [] : [`${commands[index]?.[1].slice(-3).join(' ')}: ${output}`],
  );
}
