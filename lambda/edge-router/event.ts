/** A header or a cookie. */
export interface Field {
  readonly value: string;
  /** What follows a cookie in `Set-Cookie`. */
  readonly attributes?: string;
}

/** Headers or cookies by name; those of headers are in lower case. */
export type Fields = Record<string, Field | undefined>;

/** A request of a viewer. */
export interface EdgeRequest {
  readonly method: string;
  /** Path, without the query. */
  readonly uri: string;
  readonly headers: Fields;
  readonly cookies: Fields;
}

/** An answer to a viewer. */
export interface EdgeResponse {
  readonly headers: Fields;
  readonly cookies: Fields;
}

/** What a function for requests is called with. */
export interface ViewerRequest {
  readonly viewer: { readonly ip: string };
  readonly request: EdgeRequest;
}

/** What a function for answers is called with. */
export interface ViewerResponse {
  readonly request: EdgeRequest;
  readonly response: EdgeResponse;
}
