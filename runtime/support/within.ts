/** What is thrown when something takes too long. */
export class TimeoutError extends Error {
  constructor(what: string, milliseconds: number) {
    super(`${what} took longer than ${milliseconds} ms`);
    this.name = 'TimeoutError';
  }
}

/** What a promise gives, or an error where it takes too long. What it gives later is ignored. */
export function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  // Every query comes by here: `Promise.race` would make several promises more.
  return new Promise<T>((resolve, reject: (error: Error) => void) => {
    const timer = setTimeout(() => reject(new TimeoutError(what, milliseconds)), milliseconds);
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: Error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
