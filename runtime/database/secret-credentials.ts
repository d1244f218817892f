/** Who connects. */
export interface DatabaseCredentials {
  readonly user: string;
  readonly password: string;
  /** Name of the database, where the secret says it. */
  readonly database?: string;
}

/** What a secret of a database says, or nothing where it is no such secret. */
export function readCredentials(text: string | undefined): DatabaseCredentials | undefined {
  const { username, password, dbname } = fieldsIn(text);
  if (typeof username !== 'string' || typeof password !== 'string') return undefined;
  return { user: username, password, ...(typeof dbname === 'string' ? { database: dbname } : {}) };
}

/** Said of a secret that is none: it repeats nothing of it. */
export function noCredentials(secret: string): string {
  return `${secret} must hold JSON with username and password; look at who wrote the secret`;
}

function fieldsIn(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text ?? '') ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
