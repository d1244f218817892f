import type { DatabaseName } from '../../../tools/cluster';
import type { Databases } from '../../../tools/cluster/engines/databases';
import { database } from '../../../tools/cluster/part-kinds';

/** Stands for the servers: it counts how often one is made a copy of another. */
function databases() {
  const copies: string[] = [];
  const server = (name: DatabaseName) => ({
    port: 1,
    isMade: true,
    copyFrom: ({ name: source }: { name: string }) => {
      copies.push(`${name} of ${source}`);
      return Promise.resolve();
    },
    start: () => ({}),
    name,
  });
  return {
    copies,
    writer: 'primary' as DatabaseName,
    formerWriters: new Set<DatabaseName>(),
    server,
    sourceOf(name: DatabaseName) {
      return name === this.writer ? undefined : server(this.writer);
    },
    configure: () => {},
  };
}

async function launch(name: DatabaseName, all: ReturnType<typeof databases>, part = partOf(name, all)) {
  await part.launch();
  return part;
}

function partOf(name: DatabaseName, all: ReturnType<typeof databases>) {
  return database(all as unknown as Databases, name);
}

describe('a database that starts', () => {
  test('is a copy of the writer at first, and itself after that', async () => {
    const all = databases();
    const replica = await launch('replica-1', all);
    await launch('replica-1', all, replica);
    expect(all.copies).toEqual(['replica-1 of primary']);
  });

  test('is a copy again where another was promoted', async () => {
    const all = databases();
    const replica = await launch('replica-2', all);
    all.writer = 'replica-1';
    await launch('replica-2', all, replica);
    expect(all.copies).toEqual(['replica-2 of primary', 'replica-2 of replica-1']);
  });

  test('is a copy again where it wrote since it followed the same one: it may have what that one has not', async () => {
    const all = databases();
    const replica = await launch('replica-1', all);
    // It is promoted, and dies; who wrote before it is promoted again.
    all.formerWriters.add('replica-1');
    await launch('replica-1', all, replica);
    await launch('replica-1', all, replica);
    expect(all.copies).toEqual(['replica-1 of primary', 'replica-1 of primary']);
    expect(all.formerWriters.size).toBe(0);
  });

  test('is no copy where it is the writer', async () => {
    const all = databases();
    await launch('primary', all);
    expect(all.copies).toEqual([]);
  });
});
