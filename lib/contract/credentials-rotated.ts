/**
 * The event on the default bus of EventBridge that says that an application's database credentials have rotated. It is our
 * own, because events of Secrets Manager itself reach EventBridge only through a CloudTrail trail.
 */
export const CredentialsRotated = {
  SOURCE: 'zero-to-millions',
  DETAIL_TYPE: 'Credentials Rotated',
} as const;

/** What the event says. */
export interface CredentialsRotatedDetail {
  /** ARN of the secret whose new version is current. */
  readonly secretArn: string;
}
