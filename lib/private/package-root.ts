import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package: two above this file in a clone, three above it in the published package. */
export function packageRoot(directory: string = __dirname): string {
  return existsSync(join(directory, 'package.json')) ? directory : packageRoot(dirname(directory));
}
