/** Parts that are made of real processes. The three databases keep their names when their roles change. */
export const PART_NAMES = [
  'web-1',
  'web-2',
  'web-3',
  'worker-1',
  'worker-2',
  'primary',
  'replica-1',
  'replica-2',
  'cache',
  'balancer',
  'endpoint',
  'cdn',
  'queues',
  'sessions',
] as const;

export type PartName = (typeof PART_NAMES)[number];

/** One of the three databases. */
export type DatabaseName = 'primary' | 'replica-1' | 'replica-2';

/**
 * - `starting`: its process is there, but it does not work yet.
 * - `running`: it works.
 * - `draining`: it is being stopped politely.
 * - `frozen`: its processes are stopped by SIGSTOP.
 * - `gone`: it died; the supervisor brings it back if it supervises.
 * - `stopped`: nobody brings it back but `start`.
 */
export type PartState = 'starting' | 'running' | 'draining' | 'frozen' | 'gone' | 'stopped';

/** A part, and what can be done to it. Every promise is fulfilled once it is done, not once the others noticed. */
export interface Part {
  readonly name: PartName;
  readonly state: PartState;
  /** Address that it listens on, if it listens. */
  readonly address?: { readonly host: string; readonly port: number };
  /** SIGKILL to all of its processes. `stay` keeps the supervisor from bringing it back before `start`. */
  kill(options?: { readonly stay?: boolean }): Promise<void>;
  /** Stops it as ECS and RDS do: taken out of the load balancer, then SIGTERM, then waited for. It stays stopped. */
  stop(): Promise<void>;
  /** SIGSTOP to all of its processes. */
  freeze(): Promise<void>;
  /** SIGCONT to all of its processes. */
  resume(): Promise<void>;
  /** Starts it, if it does not run, and waits until it works. A database that is not the writer becomes its replica. */
  start(): Promise<void>;
  /** `stop`, then `start`. */
  restart(): Promise<void>;
}

/** Programs that stand for the service; those of `service/dist` by default. They get their settings as its image does. */
export interface Programs {
  readonly web: string;
  readonly worker: string;
  /** Run to its end before anything else is started. */
  readonly migrate?: string;
}

export interface ClusterOptions {
  /** @default - those of service/dist, built first */
  readonly programs?: Programs;
  /** Commits wait for one of the replicas. @default true */
  readonly synchronous?: boolean;
  /** How many there are of what there is more than one of. @default 3 web instances, 2 workers, 2 replicas */
  readonly size?: ClusterSize;
  /** The cluster is one of several regions. @default - it is the only one */
  readonly region?: RegionOptions;
  /** Where each step is told. @default - nowhere */
  readonly log?: (text: string) => void;
}

/** How many there are of what there is more than one of. */
export interface ClusterSize {
  /** Web instances, 1 to 3. */
  readonly web: number;
  /** Workers, 1 to 2. */
  readonly workers: number;
  /** Replicas, 1 to 2: reads have one at least. */
  readonly replicas: number;
}

/** A cluster that is one of several regions: none of its replicas takes the place of its writer, which another region may follow. */
export interface RegionOptions {
  /** What all regions have in common. */
  readonly secrets: ClusterSecrets;
  /** Whom the writer follows, and so takes no writes itself. @default - nobody */
  readonly upstream?: Upstream;
}

/** Passwords, and what tokens are signed with. */
export interface ClusterSecrets {
  readonly administrator: string;
  /** Of the user of the service, until it is rotated. */
  readonly service: string;
  readonly tokens: string;
}

/** The writer of another cluster, as seen from one that follows it. */
export interface Upstream {
  /** Where it is reached: itself, or what stands before it. */
  readonly port: number;
  /** Folder with its files, which a copy is made from. */
  readonly data: string;
}

/** Where the parts are, for clients of them. */
export interface Endpoints {
  /** The caching proxy: what visitors use. */
  readonly cdn: string;
  readonly balancer: string;
  /** The writer, whichever database it is: stands for the DNS name of RDS. */
  readonly writer: { readonly host: string; readonly port: number };
  readonly cache: { readonly host: string; readonly port: number };
  /** SQS and S3. */
  readonly queues: string;
  /** DynamoDB. */
  readonly sessions: string;
  /** The one call of Parameter Store that the topology needs. */
  readonly parameters: string;
  readonly jobsQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly bucket: string;
}

export interface PartStatus {
  readonly name: PartName;
  readonly state: PartState;
  /** Version of a web instance or a worker. */
  readonly version?: string;
  /** Whether the load balancer sends requests to it; of web instances alone. */
  readonly serving?: boolean;
  readonly port?: number;
  readonly pid?: number;
  /** How often it was started again. */
  readonly restarts: number;
}

export interface DatabaseStatus {
  readonly name: DatabaseName;
  readonly role: 'writer' | 'replica' | 'unreachable';
  /** Seconds that what it shows is behind the writer; of replicas alone. */
  readonly lagSeconds?: number;
  /** Connections of the service, of all that are possible. */
  readonly connections: number;
  readonly maximumConnections: number;
}

/** What clients of the caching proxy saw within the last second. */
export interface TrafficStatus {
  readonly requestsPerSecond: number;
  readonly errorsPerSecond: number;
  /** Milliseconds; absent without requests. */
  readonly p50?: number;
  readonly p99?: number;
}

/** Everything that the page shows. */
export interface ClusterStatus {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly synchronous: boolean;
  readonly writer?: DatabaseName;
  readonly parts: readonly PartStatus[];
  readonly databases: readonly DatabaseStatus[];
  readonly traffic: TrafficStatus;
  readonly queue?: { readonly waiting: number; readonly inFlight: number; readonly dead: number };
  /** Of the last second; the rate is absent when nothing was read. */
  readonly cache?: { readonly hitRate?: number; readonly usedBytes: number; readonly maximumBytes: number };
  /** What happened last, newest first. */
  readonly events: readonly { readonly at: number; readonly text: string }[];
}

/** What a cluster can do as one of several regions. Every promise is fulfilled once it is done. */
export interface Region {
  /** Folder with the files of the writer. */
  readonly data: string;
  /** Ends the writer politely: what follows has everything. Returns where its log ends. */
  retire(): Promise<bigint>;
  /** Starts the writer as one that takes no writes: it follows another. One that was retired goes on from where it was. */
  follow(upstream: Upstream): Promise<void>;
  /** The writer follows nobody any more, and takes writes. */
  takeOver(): Promise<void>;
  /** SIGKILL to every process, and nobody brings any back. */
  lose(): Promise<void>;
  /** Starts everything that was lost, with new copies of the databases: nothing that was there before is trusted. */
  rejoin(upstream: Upstream): Promise<void>;
}

/** The system on this machine. */
export interface Cluster {
  /** Where visitors go: the caching proxy. */
  readonly url: string;
  readonly endpoints: Endpoints;
  readonly parts: readonly Part[];
  readonly region: Region;
  part(name: PartName): Part;
  /** The database that takes writes at present. */
  writer(): DatabaseName;
  /** Runs a statement as the administrator, directly on a database or through the endpoint of the writer. */
  sql(on: DatabaseName | 'writer', text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** What a replica shows is at least so many seconds old; 0 ends it. */
  lag(replica: DatabaseName, seconds: number): Promise<void>;
  /** Whether commits wait for a replica. */
  setSynchronous(synchronous: boolean): Promise<void>;
  /** Ends the writer for good (fences it), promotes the replica that has most, and moves the endpoint. Returns who was promoted. */
  promote(): Promise<DatabaseName>;
  /** Replaces all web instances and workers one after another, each new one before the old one goes. */
  roll(version: string): Promise<void>;
  /** Gives the other of the two users a new password, as ADR 0011 has it, and rolls the instances to it. */
  rotatePassword(): Promise<void>;
  /** Takes every connection of the writer that is left; the function that it returns gives them back. */
  fillConnections(): Promise<() => Promise<void>>;
  /** Stops everything but the stand-ins for SQS and S3, which keep what they have in memory, and starts it again. */
  restartAll(): Promise<void>;
  status(): Promise<ClusterStatus>;
  /** Ends every process and removes every file. The same happens when this process dies, however it does. */
  stop(): Promise<void>;
}
