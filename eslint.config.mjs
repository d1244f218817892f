import awscdk from 'eslint-plugin-awscdk';
import tseslint from 'typescript-eslint';

const houseRules = {
  ...awscdk.configs.strict.rules,
  // Imports from lib/private are how the constructs share helpers that are not part of the API.
  'awscdk/no-import-private': 'off',
  // Constructs expose the concrete classes they own, as the L2s do (CONTRIBUTING.md, naming).
  // A child belongs to `this` or to a namespace under it, never to the scope that the constructor was given.
  'awscdk/require-passing-this': ['error', { allowNonThisAndDisallowScope: true }],
  'awscdk/no-construct-in-public-property-of-construct': 'off',
};

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'cdk.out/',
      '.build/',
      '.venv/',
      '**/*.js',
      '**/*.cjs',
      '**/*.mjs',
      'examples/',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  // One program for all files: the project service, made for editors, takes half as long again.
  { languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } } },
  { files: ['lib/**/*.ts', 'bin/**/*.ts'], plugins: { awscdk }, rules: houseRules },
  {
    // Not part of the API: their readers see the code. Their children belong to the scope they are given.
    files: ['lib/private/**/*.ts', 'lib/platform/*-stack.ts', 'lib/platform/stack-props.ts'],
    rules: {
      'awscdk/no-construct-in-interface': 'off',
      'awscdk/no-unused-props': 'off',
      'awscdk/no-variable-construct-id': 'off',
      'awscdk/prefer-grants-property': 'off',
      'awscdk/require-jsdoc': 'off',
      'awscdk/require-passing-this': 'off',
      'awscdk/require-props-default-doc': 'off',
    },
  },
);
