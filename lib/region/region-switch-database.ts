/** A database that the regions share, by its physical names: the only one, or that of a shard. */
export interface RegionSwitchDatabase {
  /** Physical name, which is the same in each region, such as `shop-prod-aurora-s1-g1`. */
  readonly databaseIdentifier: string;

  /**
   * Physical name of the global database around it, such as `shop-prod-global-s1-g1`.
   *
   * @default - none: for plain RDS, whose replica is promoted
   */
  readonly globalDatabaseIdentifier?: string;
}
