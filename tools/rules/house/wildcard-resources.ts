/** Actions that are allowed on every resource, and why there is no narrower one. Reviewed by hand; unused entries are refused. */
export const WILDCARD_RESOURCES: Readonly<Record<string, string>> = {};
