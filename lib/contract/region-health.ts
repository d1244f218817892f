/** Name of the alarm that says that a region is unhealthy for users, in that region. Commands watch it, and the switch plan refers to it. */
export function unhealthyAlarmName(name: string, region: string): string {
  return `${name}-${region}-unhealthy-for-users`;
}
