import type { Node } from 'constructs';
import { CacheKind, DatabaseEngine } from '../lib';

/** What the reference app reads from the command line (`-c key=value`) or from cdk.json. */
export interface Config {
  readonly name: string;
  readonly region: string;
  readonly database: DatabaseEngine;
  readonly cache: CacheKind;
  readonly disposable: boolean;
}

const DATABASES: Readonly<Record<string, () => DatabaseEngine>> = {
  'aurora-postgres': () => DatabaseEngine.auroraPostgres(),
  'rds-postgres': () => DatabaseEngine.rdsPostgres(),
  'rds-mysql': () => DatabaseEngine.rdsMysql(),
};

const CACHES: Readonly<Record<string, () => CacheKind>> = {
  serverless: () => CacheKind.serverless(),
  nodes: () => CacheKind.nodes(),
};

const DISPOSABLE: Readonly<Record<string, () => boolean>> = { true: () => true, false: () => false };

/** Reads the context of the reference app, and refuses values that it does not know. */
export function readConfig(node: Node): Config {
  return {
    name: text(node, 'name', 'shop-prod'),
    region: text(node, 'region', 'eu-west-1'),
    database: choice(node, 'database', DATABASES, 'aurora-postgres'),
    cache: choice(node, 'cache', CACHES, 'serverless'),
    disposable: choice(node, 'disposable', DISPOSABLE, 'false'),
  };
}

function text(node: Node, key: string, fallback: string): string {
  return String(node.tryGetContext(key) ?? fallback);
}

function choice<T>(node: Node, key: string, choices: Readonly<Record<string, () => T>>, fallback: string): T {
  const value = text(node, key, fallback);
  const chosen = Object.hasOwn(choices, value) ? choices[value] : undefined;
  if (!chosen) throw new InvalidContextError(key, value, Object.keys(choices));
  return chosen();
}

/** Thrown for a context value that is not one of the choices; shows no stack, because the mistake is in the command. */
class InvalidContextError extends Error {
  constructor(key: string, value: string, choices: string[]) {
    super(`${key} must be one of ${choices.join(', ')}, got "${value}"; say -c ${key}=${choices[0]}`);
    this.stack = this.message;
  }
}
