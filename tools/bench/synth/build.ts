import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { convertCompilerOptionsFromJson, transpileModule } from 'typescript';
import cdkJson from '../../../cdk.json';
import jsiiConfig from '../../../tsconfig.jsii.json';

const ROOT = process.cwd();
const HERE = relative(ROOT, __dirname);

/**
 * Compiles library and apps into a folder of their own with the compiler and the options of the published package: so every
 * subject runs as plain JavaScript, with the same aws-cdk-lib.
 */
export function compile(folder: string): void {
  const { options: compilerOptions } = convertCompilerOptionsFromJson(jsiiConfig.compilerOptions, '.');
  const sources = ['lib', HERE].flatMap((source) =>
    readdirSync(source, { recursive: true, encoding: 'utf8' }).map((file) => join(source, file)),
  );
  for (const file of [...sources.filter((source) => source.endsWith('.ts')), join('bin', 'samples.ts')]) {
    const output = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, transpileModule(readFileSync(file, 'utf8'), { compilerOptions, fileName: file }).outputText);
  }
  copyFileSync('package.json', join(folder, 'package.json'));
  for (const linked of ['node_modules', 'dist']) symlinkSync(resolve(linked), join(folder, linked));
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ versionReporting: false, context: cdkJson.context }));
}

/** Path of a compiled file of this folder. */
export function compiled(folder: string, file: string): string {
  return join(folder, HERE, file);
}

/** Where the app of the floor is written to. */
export function floorFile(folder: string, services: number): string {
  return join(dirname(compiled(folder, 'main.js')), 'subjects', `floor-${services}.js`);
}
