/**
 * The users of a database. One role, such as `app`, owns every table. Two users, `app_a` and `app_b`, act as that role and
 * take turns: while one is current, the other gets a new password. `app_iam` acts as the role too, and has no password:
 * it authenticates by IAM token.
 */
const ALTERNATING = /^([a-z][a-z0-9_]{0,30})_(a|b)$/;

/** The user that a new application secret starts with. */
export const FIRST_USER = 'app_a';

/** The user that authenticates by IAM token, in the databases where {@link FIRST_USER} is the first. */
export const IAM_USER = 'app_iam';

/** Users that belong together. */
export interface UserFamily {
  /** The role that owns what they create. */
  readonly owner: string;
  /** The one of the two that takes the next turn. */
  readonly next: string;
  /** The user without a password. */
  readonly iam: string;
}

/** The users that belong to one of the two that take turns, or nothing when the name is not one of them. */
export function familyOf(username: string): UserFamily | undefined {
  const [, owner, turn] = ALTERNATING.exec(username) ?? [];
  if (owner === undefined) return undefined;
  return { owner, next: `${owner}_${turn === 'a' ? 'b' : 'a'}`, iam: `${owner}_iam` };
}
