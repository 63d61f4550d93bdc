/** Properties whose time is over while a run is on: fast-check leaves that run to itself, and it writes on. */

/** `check`, and what waits for the end of its last call, with the failure of it. */
export function lastRun<A extends readonly unknown[]>(
  check: (...args: A) => Promise<void>,
): { readonly check: (...args: A) => Promise<void>; readonly ended: () => Promise<void> } {
  let last = Promise.resolve();
  return { check: (...args) => (last = check(...args)), ended: () => last };
}
