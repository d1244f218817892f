import type { Credentials } from './credentials';

/** A secret's versions, each with the stages it is in. */
export interface SecretDescription {
  readonly rotationEnabled: boolean;
  readonly stages: Readonly<Record<string, readonly string[]>>;
}

/** Where secrets are kept. */
export interface SecretStore {
  describe(secretId: string): Promise<SecretDescription>;
  /** The value of the version in a stage, or of exactly this version; nothing where there is none. */
  read(secretId: string, stage: Stage, version?: string): Promise<string | undefined>;
  /** Gives a version its value, in the stage `AWSPENDING`. */
  write(secretId: string, version: string, value: string): Promise<void>;
  /** Moves the stage `AWSCURRENT` from one version to another. */
  makeCurrent(secretId: string, version: string, former: string | undefined): Promise<void>;
}

/** The stages of Secrets Manager that a rotation moves. */
export enum Stage {
  CURRENT = 'AWSCURRENT',
  PENDING = 'AWSPENDING',
}

/** A user and its password. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** The users of an application, as they have to be before its next password can be used. */
export interface AppUsers {
  readonly database: string;
  readonly owner: string;
  readonly iam: string;
  /** Gets this password, whether it exists or not. */
  readonly next: Login;
  /** Is created only where it is missing: running tasks use it with the password that it has. */
  readonly current: Login;
}

/** A connection to a database, over verified TLS. */
export interface Session {
  /** Changes the password of the user that this session belongs to. */
  changePassword(password: string): Promise<void>;
  /** Creates and grants what is missing, and gives the next user its password. Can be repeated. */
  provide(users: AppUsers): Promise<void>;
  close(): Promise<void>;
}

/** Opens a session, or nothing when the database refuses the user or the password. Any other failure is an error. */
export type Open = (credentials: Credentials) => Promise<Session | undefined>;

/** What the steps of a rotation work with. */
export interface Ports {
  readonly secrets: SecretStore;
  readonly open: Open;
  /** Tells the rest of the region that the secret of an application has a new current version. */
  announce(secretId: string): Promise<void>;
}
