import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../support/process';
import { progress } from '../support/progress';

/** The jsii assembly: the library's public API as data. */
const ASSEMBLY = '.jsii';

/** A type as jsii writes it. */
export interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
}

/** A property of an interface, or a parameter of a method. */
export interface Member {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
}

/** A method of a class. */
export interface Method {
  readonly name: string;
  readonly static?: boolean;
  readonly parameters?: readonly Member[];
  readonly returns?: { readonly type: TypeReference };
}

/** A type of the assembly, as far as this lane looks into it. */
export interface TypeDefinition {
  readonly name: string;
  readonly fqn: string;
  readonly kind: 'class' | 'interface' | 'enum';
  /** Whether an interface is one of properties alone. */
  readonly datatype?: boolean;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly initializer?: { readonly parameters?: readonly Member[] };
  readonly properties?: readonly (Member & { readonly static?: boolean })[];
  readonly methods?: readonly Method[];
  readonly members?: readonly { readonly name: string }[];
}

/** Builds the assembly when it is missing, or older than what it is built from. */
export async function buildAssembly(): Promise<void> {
  if (!isStale()) return;
  progress('building the jsii assembly');
  const { exitCode, output } = await run('npm', ['run', 'build:lib']);
  if (exitCode !== 0) throw new Error(`the library does not compile\n${output}`);
}

/** The types of the assembly, by their full names. */
export function readAssembly(): ReadonlyMap<string, TypeDefinition> {
  const { types } = JSON.parse(readFileSync(ASSEMBLY, 'utf8')) as { types: Record<string, TypeDefinition> };
  return new Map(Object.values(types).map((type) => [type.fqn, type]));
}

function isStale(): boolean {
  if (!existsSync(ASSEMBLY)) return true;
  const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const newest = Math.max(...sources.map((file) => statSync(join('lib', file)).mtimeMs));
  return statSync(ASSEMBLY).mtimeMs < newest;
}
