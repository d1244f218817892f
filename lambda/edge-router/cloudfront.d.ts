/**
 * What CloudFront Functions import, as far as it is used here
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html,
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-custom-methods.html).
 */
declare module 'cloudfront' {
  /** A KeyValueStore. */
  interface KeyValueStore {
    /** Rejects when there is no such key. */
    get(key: string, options: { format: 'json' }): Promise<unknown>;
  }

  const cf: {
    /** The store that is associated with the function. */
    kvs(): KeyValueStore;
    /** Sends the request to an origin of the distribution. */
    selectRequestOriginById(originId: string): void;
    /** Sends the request to the first of two origins, and to the second one when that answers with one of the codes. */
    createRequestOriginGroup(group: {
      originIds: readonly { originId: string }[];
      failoverCriteria: { statusCodes: readonly number[] };
    }): void;
  };
  export default cf;
}
