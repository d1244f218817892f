const swc = (parser) => [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser, transform: { react: { runtime: 'automatic', importSource: 'preact' } } },
    module: { type: 'commonjs' },
  },
];

/** What the reference service imports that jest cannot load as it is. */
const MODULES = ['jose', 'typebox'];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Jest leaves one core free unless told otherwise: on two cores that is half of them.
  maxWorkers: '100%',
  // Simulations of policies are asynchronous and slow on a loaded machine; a test that hangs still ends.
  testTimeout: 60_000,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': swc({ syntax: 'typescript' }),
    // Published as ES modules alone.
    [`/node_modules/(?:${MODULES.join('|')})/.+\\.m?js$`]: swc({ syntax: 'ecmascript' }),
    '^.+\\.tsx$': swc({ syntax: 'typescript', tsx: true }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${MODULES.join('|')})/)`],
  setupFiles: ['<rootDir>/test/support/environment.js'],
  setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
  snapshotSerializers: ['<rootDir>/test/support/template-serializer.js'],
};
