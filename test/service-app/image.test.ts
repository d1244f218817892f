import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { buildShop } from '../../bin/shop';
import { testApp } from '../support/test-app';

const ROOT = join(__dirname, '..', '..');

describe.each(['service/Dockerfile', 'runtime/proxy/Dockerfile'])('%s', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8');

  test('is free of findings', () => {
    expect(findings(text)).toEqual([]);
  });

  test('does not run as root', () => {
    expect(text).toMatch(/^USER 1000:1000$/m);
  });

  test('starts from images of a fixed version', () => {
    const images = [...text.matchAll(/^FROM (?:--\S+ )*(\S+)/gm)].map(([, image]) => image);
    expect(images.filter((image) => !/:\d+\.\d+\.\d+-/.test(image ?? ''))).toEqual([]);
  });
});

test('findings of a Dockerfile are found', () => {
  expect(findings('FROM node\nRUNN true\nMAINTAINER nobody')).toEqual([
    '2: Unknown instruction: RUNN',
    '3: MAINTAINER has been deprecated',
  ]);
});

describe('what the image of the service is built from', () => {
  const folder = mkdtempSync(join(tmpdir(), 'service-image-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const assets = stagedAssets(folder);
  const [asset = ''] = assets;

  test('is one set of files, for the web service and the worker', () => {
    expect(assets).toHaveLength(1);
  });

  test('has everything that the Dockerfile copies', () => {
    const copied = copiedFrom(readFileSync(join(asset, 'service', 'Dockerfile'), 'utf8'));
    expect(copied).toContain('service/src');
    expect(copied.filter((path) => !existsSync(join(asset, path)))).toEqual([]);
  });

  test('has nothing else that would change the image', () => {
    const copied = copiedFrom(readFileSync(join(ROOT, 'service', 'Dockerfile'), 'utf8'));
    const kept = [...copied, 'service/Dockerfile', '.dockerignore'];
    const others = filesBelow(asset).filter(
      (path) => !kept.some((root) => path === root || path.startsWith(`${root}/`)),
    );
    expect(others).toEqual([]);
  });

  test('brings every module along that is not bundled, and what that one needs', () => {
    const dockerfile = readFileSync(join(ROOT, 'service', 'Dockerfile'), 'utf8');
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'sharp', 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const needed = ['sharp', ...Object.keys(dependencies)].map((name) =>
      name.startsWith('@') ? name.split('/')[0] : name,
    );
    expect(needed.filter((name) => !dockerfile.includes(`/build/node_modules/${name} `))).toEqual([]);
  });
});

function findings(dockerfile: string): string[] {
  return validate(dockerfile).map(
    ({ range, message }) => `${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  );
}

/** Paths that are copied from what the build is given, and not from another stage. */
function copiedFrom(dockerfile: string): string[] {
  return [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '));
}

function stagedAssets(outdir: string): string[] {
  const app = testApp({ outdir, context: { image: 'service' } });
  buildShop(app);
  app.synth();
  return readdirSync(outdir)
    .map((name) => join(outdir, name))
    .filter((path) => existsSync(join(path, 'service', 'Dockerfile')));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
