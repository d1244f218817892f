/** Properties of an owner that grow together in a generated chain: few at a time are found soon. */
const MOST_TOGETHER = 8;

/** Owners of properties that do not get into each other's way: one of each column grows in the same chain. */
const COLUMNS: readonly RegExp[] = [
  /Database|Rds|Reader/,
  /Cache/,
  /Workload/,
  /^(Platform)?Worker|^WorkQueue/,
  /Scaling|Tracking/,
  /Service|Release|Jwt/,
  /./,
];

/** What has to grow in each of some chains, given as `Owner.name`, so that everything does in one of them. */
export function focusesOf(properties: readonly string[], chains: number): string[][] {
  const columns = COLUMNS.map((_, index) =>
    chunksOf(properties.filter((property) => COLUMNS.findIndex((one) => one.test(ownerOf(property))) === index)),
  );
  const count = Math.max(chains, ...columns.map(({ length }) => length));
  return Array.from({ length: count }, (_, chain) =>
    columns.flatMap((chunks) => (chunks.length > 0 ? chunks[chain % chunks.length] : [])),
  );
}

function chunksOf(properties: readonly string[]): string[][] {
  const owners = [...new Set(properties.map(ownerOf))];
  return owners.flatMap((owner) => {
    const ofOwner = properties.filter((property) => ownerOf(property) === owner);
    return Array.from({ length: Math.ceil(ofOwner.length / MOST_TOGETHER) }, (_, index) =>
      ofOwner.slice(index * MOST_TOGETHER, (index + 1) * MOST_TOGETHER),
    );
  });
}

function ownerOf(property: string): string {
  return property.slice(0, property.lastIndexOf('.'));
}
